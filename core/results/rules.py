"""Rules of figures about results: rates with what they are divided by, which cells are too small to show, spreads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.sums.interim import STATES, STUDY
from schemas.kinds import StudyRules


@dataclass(frozen=True)
class Figure:
    """Results of one cell: counts of letters and outcomes; people: at least so many studies stand behind them.

    hidden: too few people to show anything but that there are some.
    """

    letters: Mapping[str, int] = field(default_factory=dict)
    passed: int = 0
    failed: int = 0
    open: int = 0
    neutral: int = 0
    quality: int = 0
    people: int = 0
    hidden: bool = False

    @property
    def graded(self) -> int:
        """What both rates are divided by: unfinished and neutral results are outside."""
        return self.passed + self.failed

    @property
    def all(self) -> int:
        """Every result of the cell."""
        return self.graded + self.open + self.neutral

    @property
    def pass_rate(self) -> Decimal | None:
        """Percent of those graded who passed; None where nobody was graded or the cell is hidden."""
        return None if self.hidden else share(self.passed, self.graded)

    @property
    def quality_rate(self) -> Decimal | None:
        """Percent of those graded whose letter counts for quality."""
        return None if self.hidden else share(self.quality, self.graded)


def share(part: int | Decimal, whole: int) -> Decimal | None:
    """Percent; a zero denominator is neither 0 nor 100."""
    return Decimal(part) * 100 / whole if whole else None


def mean(total: Decimal, n: int) -> Decimal | None:
    """The mean of so many; None of none."""
    return Decimal(total) / n if n else None


def figure(rows: Iterable[Row]) -> Figure:
    """Rows of the slice `interim` added up."""
    letters: dict[str, int] = {}
    counts: dict[str, Any] = dict.fromkeys((*STATES, "quality"), 0)
    most: dict[tuple[Any, ...], int] = {}
    for row in rows:
        for letter, n in row["letters"].items():
            letters[letter] = letters.get(letter, 0) + n
        for name in counts:
            counts[name] += row[name]
        # A study stands in one row of its own programme, year, language and funding, but in several kinds of sheets.
        whose = tuple(row[k] for k in STUDY)
        most[whose] = max(most.get(whose, 0), row["people"])
    return Figure(letters, people=sum(most.values()), **counts)


def cut(rows: Iterable[Row], by: str, least: int) -> dict[Hashable, Figure]:
    """The figures of every value of a cut; what is too small, and what would tell it, is hidden."""
    parts: dict[Hashable, list[Row]] = {}
    for row in rows:
        parts.setdefault(row[by], []).append(row)
    found = {value: figure(mine) for value, mine in parts.items()}
    veil = hidden([f.people for f in found.values()], least)
    return {
        value: Figure(people=f.people, hidden=True) if away else f
        for (value, f), away in zip(found.items(), veil, strict=True)
    }


def hidden(people: Sequence[int], least: int) -> list[bool]:
    """Which cells of one whole are not shown: those of fewer people than `least`, and as many of the next smallest as
    it takes that the whole less what is shown tells of no fewer than `least` people and of no single cell."""
    away = [0 < n < least for n in people]
    rest = sorted((n, i) for i, n in enumerate(people) if n and not away[i])
    for _, i in rest:
        behind = [n for n, gone in zip(people, away, strict=True) if gone]
        if not behind or (len(behind) > 1 and sum(behind) >= least):
            break
        away[i] = True
    return away


@dataclass(frozen=True)
class Marking:
    """How a sheet or a teacher marks: mean of final grades, exam less rating, share of equal exam marks, both rates;
    each None where there is nothing to divide by. graded: so many results stand behind it."""

    sheets: int
    graded: int
    mean: Decimal | None
    gap: Decimal | None
    alike: Decimal | None
    pass_rate: Decimal | None
    quality_rate: Decimal | None

    def signs(self, rules: StudyRules) -> tuple[str, ...]:
        """What catches the eye by the settings of the house: exams far from ratings («far»), most exam marks of a sheet
        the same («same»)."""
        gap, alike = rules.marking_gap, rules.marking_alike
        found = {
            "far": gap is not None and self.gap is not None and abs(self.gap) >= gap,
            "same": alike is not None and self.alike is not None and self.alike >= alike,
        }
        return tuple(name for name, on in found.items() if on)


MEASURES = ("mean", "gap", "alike", "pass_rate", "quality_rate")


def marking(rows: Sequence[Row]) -> Marking:
    """Rows of the slices `signals` or `teachers` added up."""

    def of(name: str) -> Any:
        return sum(r[name] for r in rows)

    return Marking(
        sum(r.get("sheets", 1) for r in rows), of("graded"), mean(of("means"), of("means_n")),
        mean(of("gap"), of("gap_n")), share(of("alike"), of("alike_n")), share(of("passed"), of("graded")),
        share(of("quality"), of("graded")),
    )  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """Where a quarter, a half and three quarters of the peers lie, and how many they are."""

    low: Decimal
    middle: Decimal
    high: Decimal
    n: int


def spread(values: Iterable[Decimal | None], least: int) -> Spread | None:
    """The spread of peers without anybody's own value; None where they are too few to stay unknown."""
    known = sorted(v for v in values if v is not None)
    if len(known) < max(least, 3):
        return None
    low, middle, high = (_quantile(known, Decimal(q) / 4) for q in (1, 2, 3))
    return Spread(low, middle, high, len(known))


def _quantile(known: Sequence[Decimal], share: Decimal) -> Decimal:
    at = share * (len(known) - 1)
    low = int(at)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (at - low)


def drift(years: Mapping[int, Marking], least: int) -> Decimal | None:
    """How the mean of the newest year differs from that of the year before which has any; None where one is missing or
    rests on too few grades."""
    means = [(y, m.mean) for y, m in sorted(years.items()) if m.mean is not None and m.graded >= least]
    return means[-1][1] - means[-2][1] if len(means) > 1 else None
