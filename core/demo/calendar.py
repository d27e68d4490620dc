"""The academic calendar of any year (domain.md 10): the days between which a semester runs. Rules only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Almaty")

HOLIDAYS = {
    (1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (8, 30), (10, 25),
    (12, 16),
}  # fmt: skip


@dataclass(frozen=True)
class Semester:
    """One academic period. midterms: the first day of each midterm week; session: first and last day of exams."""

    year: int
    turn: int  # 1 autumn, 2 spring, 3 summer
    starts: date
    midterms: tuple[date, date]
    session: tuple[date, date]

    @property
    def code(self) -> str:
        return f"{self.year}-{self.turn}"

    def days(self) -> list[date]:
        """The working days of the session."""
        span = (self.session[1] - self.session[0]).days + 1
        return [d for d in (self.session[0] + timedelta(days=i) for i in range(span)) if working(d)]


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of the office's clock on a day."""
    return datetime.combine(day, time(hour, minute, second), ZONE).astimezone(UTC)


def working(day: date) -> bool:
    """Is it a working day (Monday to Saturday, no holiday)?"""
    return day.weekday() < 6 and (day.month, day.day) not in HOLIDAYS


def after(day: date, days: int) -> date:
    """The working day so many working days later."""
    while days:
        day += timedelta(days=1)
        days -= working(day)
    return day


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def semester(year: int, turn: int) -> Semester:
    """A semester of the academic year that begins in `year`."""
    if turn == 1:
        starts, session = date(year, 9, 1), _monday(date(year, 12, 11))
        weeks = (_monday(date(year, 10, 9)), session - timedelta(days=7))
        return Semester(year, 1, starts, weeks, (session, date(year, 12, 30)))
    if turn == 2:
        starts = _monday(date(year + 1, 1, 15))
        session = starts + timedelta(weeks=15)
        weeks = (starts + timedelta(weeks=6), starts + timedelta(weeks=14))
        return Semester(year, 2, starts, weeks, (session, session + timedelta(days=19)))
    starts = _monday(date(year + 1, 6, 5))
    weeks = (starts + timedelta(weeks=2), starts + timedelta(weeks=4))
    return Semester(year, 3, starts, weeks, (starts + timedelta(weeks=5), starts + timedelta(days=40)))
