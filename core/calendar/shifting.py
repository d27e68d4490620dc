"""A year's calendar made from an earlier one: periods move by whole weeks, so Mondays stay Mondays. Rules only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar.holidays import span
from core.calendar.windows import CHOOSING, SUNDAY, monday
from schemas.base import Id
from schemas.calendar import Calendar, Period
from schemas.words import PeriodKind


@dataclass(frozen=True)
class Moved:
    """A period as it was and as it will be; pinned: its first or last day stays the same date of the year."""

    was: Period
    now: Period
    pinned: bool

    @property
    def days(self) -> int:
        """By how many days its beginning moved."""
        return (self.now.starts - self.was.starts).days


def first_day(year: int) -> date:
    """The first day of classes by date: 1 September, or the Monday after where that is a Sunday."""
    day = date(year, 9, 1)
    return day + timedelta(days=day.weekday() == SUNDAY)


def weeks_between(year: int, to: int) -> timedelta:
    """By how many whole weeks the calendar of a year moves: the weeks of 1 September fall on each other."""
    return monday(first_day(to)) - monday(first_day(year))


def shifted(cal: Calendar, year: int, ids: Callable[[], Id] | None = None) -> list[Moved]:
    """The periods of a calendar moved to another year, in order, each with what it was.

    Two things go by date: what began with the classes on 1 September does so again, a vacation to 31 August lasts to
    it again.
    ids: makes new identifiers; without it the periods keep theirs (for a preview).
    """
    by, found = weeks_between(cal.year, year), []
    for p in sorted(cal.periods, key=lambda p: (p.starts, p.ends)):
        starts, ends = p.starts + by, p.ends + by
        if p.kind in (PeriodKind.study, PeriodKind.changes) and p.starts == first_day(cal.year):
            starts = first_day(year)
        if p.kind not in CHOOSING and p.ends == span(cal.year)[1]:
            ends = span(year)[1]
        pinned = (starts, ends) != (p.starts + by, p.ends + by)
        changes = {"starts": starts, "ends": ends} | ({"id": ids()} if ids else {})
        found.append(Moved(p, p.model_copy(update=changes), pinned))
    return found
