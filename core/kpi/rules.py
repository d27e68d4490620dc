"""Rules of indicators: what is divided by what, which way is good, how far from the target. Values in, values out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core.db.store import Row
from core.sums.days import begins, ends
from schemas.base import Lang, Text
from schemas.words import TermKind

Unit = Literal["count", "percent", "ratio"]
Direction = Literal["up", "down", "none"]
Light = Literal["good", "near", "bad", "none", "no_data"]


@dataclass(frozen=True)
class Rule:
    """An indicator: what its value is counted in, and which way is better."""

    unit: Unit
    direction: Direction


# domain.md 11: I1 sheets_on_time, I4 pass_rate, I5 quality_rate; the words of each formula are in kpi.toml.
RULES: Mapping[str, Rule] = {
    "contingent": Rule("count", "none"),
    "sheets_on_time": Rule("percent", "up"),
    "pass_rate": Rule("percent", "up"),
    "quality_rate": Rule("percent", "up"),
    "debts": Rule("ratio", "down"),
    "load": Rule("ratio", "none"),
}
CODES = tuple(RULES)


@dataclass(frozen=True)
class Period:
    """A term or an academic year; `day`: the last day of it, None while it runs (figures are then those of now)."""

    code: str
    label: Text
    terms: tuple[tuple[str, str], ...]  # (id, code) of each term in it
    day: date | None

    def name(self, lang: Lang) -> str:
        """What the period is called."""
        return self.label.get(lang)


@dataclass(frozen=True)
class Reading:
    """An indicator in one period: numerator over denominator; both stand beside every value."""

    code: str
    period: Period
    numerator: int
    denominator: int | None  # None: a count, nothing to divide by
    target: Decimal | None = None
    near: Decimal = Decimal(0)

    @property
    def value(self) -> Decimal | None:
        """The value in its unit, full precision; None is «no data»: a zero denominator is neither 0 nor 100."""
        if self.denominator is None:
            return Decimal(self.numerator)
        if not self.denominator:
            return None
        share = Decimal(self.numerator) / Decimal(self.denominator)
        return share * 100 if RULES[self.code].unit == "percent" else share

    @property
    def light(self) -> Light:
        """Against the target: reached, near, missed; none where there is no target."""
        if self.value is None:
            return "no_data"
        if self.target is None or RULES[self.code].direction == "none":
            return "none"
        short = self.target - self.value if RULES[self.code].direction == "up" else self.value - self.target
        return "good" if short <= 0 else "near" if short <= self.near else "bad"


@lru_cache(maxsize=1)
def shipped_targets() -> tuple[Mapping[str, str], ...]:
    """The targets an office starts with."""
    return tuple(tomllib.loads((Path(__file__).parent / "targets.toml").read_text("utf-8"))["target"])


def target_on(
    code: str, day: date, targets: tuple[Mapping[str, str], ...] | None = None
) -> tuple[Decimal, Decimal] | None:
    """(target, how near is near) of an indicator in force on a day; None where none was set."""
    rows = [
        t for t in (targets if targets is not None else shipped_targets())
        if t["indicator"] == code and t["from"] <= day.isoformat()
    ]  # fmt: skip
    if not rows:
        return None
    newest = max(rows, key=lambda t: t["from"])
    return Decimal(newest["value"]), Decimal(newest.get("near", "0"))


def term_periods(terms: list[Row], today: date, most: int = 5) -> list[Period]:
    """The newest semesters that have begun, oldest first; short terms are seen by academic year."""
    main = [t for t in terms if t["kind"] in ("autumn", "spring") and begins(t) <= today]
    return [_period(t["code"], term_label(t), [t], today) for t in sorted(main, key=begins)[-most:]]


def year_periods(terms: list[Row], today: date, most: int = 5) -> list[Period]:
    """The newest academic years that have begun, oldest first, with all their terms."""
    years = sorted({t["year"] for t in terms if begins(t) <= today})[-most:]
    return [
        _period(f"y{y}", Text(kk=f"{y}/{(y + 1) % 100:02d}"), [t for t in terms if t["year"] == y], today)
        for y in years
    ]


def _period(code: str, label: Text, terms: list[Row], today: date) -> Period:
    last = max(ends(t) for t in terms)
    return Period(code, label, tuple((t["_id"], t["code"]) for t in terms), last if last < today else None)


def term_label(term: Row) -> Text:
    """A term's short name: academic year and kind."""
    span = f"{term['year']}/{(term['year'] + 1) % 100:02d}"
    kind = next(k for k in TermKind if k.value == term["kind"])
    return Text(kk=f"{span}, {kind.label('kk')}", ru=f"{span}, {kind.label('ru')}", en=f"{span}, {kind.label('en')}")
