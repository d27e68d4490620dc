"""Working days: by when a paper is due."""

from __future__ import annotations

from datetime import date, timedelta

# Holidays of the Republic that fall on the same day each year; Kurban-ait moves and is not among them.
HOLIDAYS = {
    (1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (8, 30), (10, 25),
    (12, 16),
}  # fmt: skip


def working(day: date) -> bool:
    """Is the office open (Monday to Friday, no holiday)?"""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def due(day: date, days: int) -> date:
    """The working day so many working days after a day; with none, the day itself."""
    while days > 0:
        day += timedelta(days=1)
        days -= working(day)
    return day
