"""Working days: by when a paper is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

Marks = Mapping[date, bool]  # days of an academic calendar that are moved: worked, or off
NONE: Marks = {}

# Holidays of the Republic that fall on the same day each year; Kurban-ait moves and is not among them.
HOLIDAYS = {
    (1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (8, 30), (10, 25),
    (12, 16),
}  # fmt: skip


def working(day: date, marks: Marks = NONE) -> bool:
    """Is the office open (Monday to Friday, no holiday, unless the calendar of the year says otherwise)?"""
    return marks.get(day, day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS)


def due(day: date, days: int, marks: Marks = NONE) -> date:
    """The working day so many working days after a day; with none, the day itself."""
    while days > 0:
        day += timedelta(days=1)
        days -= working(day, marks)
    return day


def left(today: date, last: date, marks: Marks = NONE) -> int:
    """How many working days are left to a day; below nought: how many have passed since."""
    first, end = min(today, last), max(today, last)
    n = sum(working(first + timedelta(days=i + 1), marks) for i in range((end - first).days))
    return n if last >= today else -n
