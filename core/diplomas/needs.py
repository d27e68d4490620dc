"""Do the blanks last? What the diplomas that are still to be registered take, beside what lies in stock: asked before
the press, by the page, the long work and the act alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core import house
from core.diplomas.graduates import Reader, stock
from core.errors import Problem, Problems
from schemas.base import Text
from schemas.kinds import Sort


@dataclass(frozen=True)
class Need:
    """One kind of sheet: how many blanks are taken, how many lie ready (counted no further than are taken)."""

    kind: str
    name: Text
    needed: int
    stock: int

    @property
    def missing(self) -> int:
        """How many are to be got first."""
        return max(0, self.needed - self.stock)


def needs(reader: Reader, takes: Iterable[Iterable[str]]) -> list[Need]:
    """Of diplomas, each with the kinds of blank it takes, what all together need, in the order of the kinds."""
    wanted = Counter(kind for each in takes for kind in each)
    lies = {kind: stock(reader, kind, n) for kind, n in wanted.items()}
    return [Need(kind, house.entry(Sort.blank, kind).name, wanted[kind], lies[kind]) for kind in sorted(wanted)]


def enough(reader: Any, takes: Iterable[Iterable[str]]) -> None:
    """Problems that name every kind of blank of which there are too few, with how many are missing."""
    short = [n for n in needs(reader, takes) if n.missing]
    if short:
        raise Problems([
            Problem("blanks", "diplomas.blanks_short", {"kind": n.name, "needed": n.needed, "stock": n.stock,
                                                        "missing": n.missing})
            for n in short
        ])  # fmt: skip


__all__ = ["Need", "enough", "needs"]
