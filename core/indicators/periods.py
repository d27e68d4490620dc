"""Periods of indicators: months, quarters, semesters, academic years, by the calendar and the terms entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.db.store import Row, Store
from core.i18n import month_name
from core.sources import Span
from core.sums.days import begins, ends
from schemas.base import LANGS, Text
from schemas.kinds import Rhythm
from schemas.words import TermKind

SUMMER = (8, 31)  # the last day of an academic year, where the next has not begun
MAIN = (TermKind.autumn.value, TermKind.spring.value)  # short terms are seen by the year


@dataclass(frozen=True)
class Period:
    """A period: its code, what it is called, its days, its terms as (id, code) and their academic years."""

    code: str
    name: Text
    first: date
    last: date
    terms: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()

    def span(self, today: date, zone: str) -> Span:
        """As questions see it."""
        return Span(self.first, self.last, today, zone, self.terms, self.years)


YEARLY = {Rhythm.month: 12, Rhythm.quarter: 4, Rhythm.term: 2, Rhythm.year: 1}  # periods of a year


def periods(store: Store, rhythm: Rhythm, today: date, most: int = 5) -> list[Period]:
    """The newest periods that have begun, oldest first."""
    return among(begun(store, today), rhythm, today, most)


def begun(store: Store, today: date) -> list[Row]:
    """The terms that have begun: read once for all rhythms."""
    return [t for t in store.rows("terms", {}, sort=[("starts", 1)], limit=400) if begins(t) <= today]


def among(terms: list[Row], rhythm: Rhythm, today: date, most: int = 5, years: int = 0) -> list[Period]:
    """The same of terms that were read; years: so many years of them instead of so many periods."""
    return BY[rhythm](terms, today, years * YEARLY[rhythm] if years else most)


def _months(terms: list[Row], today: date, most: int) -> list[Period]:
    return [_calendar(terms, first, _month_after(first), f"{first:%Y-%m}", _month(first))
            for first in _firsts(today.replace(day=1), most, 1)]  # fmt: skip


def _quarters(terms: list[Row], today: date, most: int) -> list[Period]:
    start = date(today.year, today.month - (today.month - 1) % 3, 1)
    found = []
    for first in _firsts(start, most, 3):
        quarter = f"{'I' * ((first.month + 2) // 3)}" if first.month < 10 else "IV"
        after = _month_after(_month_after(_month_after(first)))
        found.append(_calendar(terms, first, after, f"{first.year}q{(first.month + 2) // 3}",
                               Text(kk=f"{first.year}, {quarter}")))  # fmt: skip
    return found


def _terms(terms: list[Row], today: date, most: int) -> list[Period]:
    main = sorted((t for t in terms if t["kind"] in MAIN), key=begins)[-most:]
    return [
        Period(t["code"], _named(t), begins(t), ends(t), ((t["_id"], t["code"]),), (t["year"],)) for t in main
    ]  # fmt: skip


def _years(terms: list[Row], today: date, most: int) -> list[Period]:
    """Academic years, each up to the day before the next begins: the summer belongs to the year past."""
    found, after = [], None
    for year in sorted({t["year"] for t in terms}, reverse=True)[:most]:
        within = [t for t in terms if t["year"] == year]
        first, last = min(map(begins, within)), max(date(year + 1, *SUMMER), *map(ends, within))
        found.append(Period(
            f"y{year}", Text(kk=f"{year}/{(year + 1) % 100:02d}"), first, max(first, after) if after else last,
            tuple((t["_id"], t["code"]) for t in within), (year,),
        ))  # fmt: skip
        after = first - timedelta(days=1)
    return found[::-1]


BY: Mapping[Rhythm, Callable[[list[Row], date, int], list[Period]]] = {
    Rhythm.month: _months, Rhythm.quarter: _quarters, Rhythm.term: _terms, Rhythm.year: _years,
}  # fmt: skip


def _calendar(terms: Iterable[Row], first: date, after: date, code: str, name: Text) -> Period:
    last = after - timedelta(days=1)
    inside = [t for t in terms if begins(t) <= last and ends(t) >= first]
    years = tuple(sorted({t["year"] for t in inside}))
    return Period(code, name, first, last, tuple((t["_id"], t["code"]) for t in inside), years)


def _firsts(first: date, most: int, months: int) -> list[date]:
    """The first days of so many stretches of months up to the one that begins on `first`, oldest first."""
    at = first.year * 12 + first.month - 1
    return [date((at - n * months) // 12, (at - n * months) % 12 + 1, 1) for n in reversed(range(most))]


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _month(first: date) -> Text:
    kk, ru, en = (f"{month_name(first.month, x)} {first.year}" for x in LANGS)
    return Text(kk=kk, ru=ru, en=en)


def _named(term: Row) -> Text:
    span, kind = f"{term['year']}/{(term['year'] + 1) % 100:02d}", TermKind(term["kind"])
    return Text(**{x: f"{span}, {kind.label(x)}" for x in LANGS})


__all__ = ["Period", "among", "begun", "periods"]
