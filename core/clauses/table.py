"""The clauses of the regulation, and how the code names one: the word, then 2-d, or 33-7 and 42, or 48-53."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.base import Text

MUST = "M"
ONE = r"(?:annex-)?\d[\w-]*"
SAID = re.compile(rf"\bclauses?\s+({ONE}(?:(?:\s*,\s*|\s+and\s+){ONE})*)", re.IGNORECASE)
CODE = re.compile(r"(?:annex-)?\d+(?:-[a-d]\b|-\d+)?")


@dataclass(frozen=True)
class Clause:
    """One row: its codes (2-a; 7-1 and 7-2 as one), its level (M: a duty of the office, S: a rule around it), what
    it asks."""

    codes: tuple[str, ...]
    level: str
    asks: Text

    @property
    def name(self) -> str:
        """As people write it: «7-1, 7-2»."""
        return ", ".join(self.codes)


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause, in the order of the regulation."""
    rows = tomllib.loads((Path(__file__).parent / "table.toml").read_text("utf-8"))["clause"]
    return tuple(
        Clause(tuple(r["codes"]), r["level"], Text(kk=r["kk"], ru=r["ru"], en=r["en"])) for r in rows
    )  # fmt: skip


@cache
def _index() -> Mapping[str, tuple[str, ...]]:
    """What a code stands for: itself, and a parent (25) for each of its parts (25-a, 25-b, 25-c)."""
    codes = [c for row in clauses() for c in row.codes]
    found: dict[str, list[str]] = {c: [c] for c in codes}
    for code in codes:
        parent = code.rpartition("-")[0]
        if parent and parent != "annex":
            found.setdefault(parent, []).append(code)
    return {name: tuple(of) for name, of in found.items()}


def named(text: str) -> frozenset[str]:
    """The codes of the clauses a text names. «28-32» is a range, «33-7» a part, «25» all its parts."""
    index: Mapping[str, tuple[str, ...]] = _index()
    found: set[str] = set()
    for said in SAID.finditer(text):
        for code in CODE.findall(said[1]):
            if code in index:
                found.update(index[code])
            elif re.fullmatch(r"\d+-\d+", code):
                first, last = map(int, code.split("-"))
                found.update(c for n in range(first, last + 1) for c in index.get(str(n), ()))
    return frozenset(found)


def order(codes: frozenset[str]) -> list[str]:
    """Codes as the regulation has them."""
    places = {c: n for n, c in enumerate(c for row in clauses() for c in row.codes)}
    return sorted(codes, key=places.__getitem__)


__all__ = ["MUST", "Clause", "clauses", "named", "order"]
