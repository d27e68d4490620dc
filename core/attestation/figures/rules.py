"""Rules of the figures of final attestation: every rate keeps what is divided and by what (domain.md 4.3)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.sums.attestation import COUNTS, FIVES, add, nothing

GRADES = tuple(FIVES.values())  # excellent … unsatisfactory


@dataclass(frozen=True)
class Rate:
    """A part of a whole; both are always told."""

    part: int
    whole: int

    @property
    def value(self) -> Decimal | None:
        """Percent; None where there is nothing to divide by: neither 0 nor 100."""
        return Decimal(self.part) * 100 / self.whole if self.whole else None


@dataclass(frozen=True)
class Mean:
    """A mean, and of how many."""

    total: Decimal
    n: int

    @property
    def value(self) -> Decimal | None:
        """The mean; None of nobody."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True)
class Figure:
    """Rows of the slice added up: `n` by the names of `core.sums.attestation.COUNTS`."""

    n: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    percent: Decimal = Decimal(0)
    points: Decimal = Decimal(0)
    why: Mapping[str, int] = field(default_factory=dict)

    def rate(self, name: str) -> Rate:
        """A rate of `RATES` by its name."""
        part, whole = RATES[name]
        return Rate(sum(self.n[p] for p in part), self.n[whole])

    def mean(self, name: str) -> Mean:
        """A mean by its name: five, percent, points."""
        if name == "five":
            grades = {five: self.n[word] for five, word in FIVES.items()}
            return Mean(Decimal(sum(five * n for five, n in grades.items())), sum(grades.values()))
        return Mean(getattr(self, name), self.n[f"{name}_n"])


QUALITY = ("excellent", "good")
# What is divided by what. The denominators «appeared» and «admitted» give different rates; both are told.
RATES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "pass": (("passed",), "appeared"),
    "quality": (QUALITY, "appeared"),
    "pass_admitted": (("passed",), "admitted"),
    "quality_admitted": (QUALITY, "admitted"),
    "admission": (("admitted",), "graduating"),
    "honours": (("honours",), "awarded"),
    "award": (("awarded",), "graduating"),
    **{g: ((g,), "appeared") for g in GRADES},
}
MEANS = ("five", "percent", "points")


def figure(rows: Iterable[Row]) -> Figure:
    """Rows of the slice added up."""
    whole = nothing()
    for row in rows:
        add(whole, row)
    return Figure({k: whole[k] for k in COUNTS}, whole["percent"], whole["points"], whole["why"])


def cut(rows: Iterable[Row], by: str) -> dict[Hashable, Figure]:
    """The figures of every value of a cut."""
    parts: dict[Any, list[Row]] = {}
    for row in rows:
        parts.setdefault(row[by], []).append(row)
    return {value: figure(mine) for value, mine in parts.items()}
