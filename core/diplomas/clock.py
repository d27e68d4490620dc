"""The clock of a duplicate (domain.md 6.6): working days of the office, by the calendars of its years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core import calendar
from core.db.store import Session, Store
from core.papers import days
from core.papers.days import Marks

SOON = 3  # working days: from here on it is said in another colour


@dataclass(frozen=True)
class Left:
    """Working days to the last day; below nought: since. late: the last day has passed, be it on a day off."""

    n: int
    late: bool

    @property
    def soon(self) -> bool:
        """Is it nearly time?"""
        return not self.late and self.n <= SOON


def marks(reader: Store | Session, of: Iterable[date]) -> Marks:
    """Days that the approved calendars of the academic years of these days move."""
    found = (calendar.of_year(reader, y) for y in sorted({calendar.year_on(d) for d in of}))
    return {h.day: h.working for cal in found if cal for h in cal.holidays}


def due(reader: Store | Session, asked_on: date, working_days: int) -> date:
    """The last day for a duplicate that was asked for on a day."""
    return days.due(asked_on, working_days, marks(reader, (asked_on, asked_on + timedelta(2 * working_days + 30))))


def left(today: date, last: date, moved: Marks) -> Left:
    """How the clock stands."""
    return Left(days.left(today, last, moved), today > last)
