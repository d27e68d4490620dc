"""When a sheet takes marks: until its deadline, or until the moment to which it alone was reopened (complaints 1-3)."""

from __future__ import annotations

from datetime import date, datetime

from core.errors import RuleBroken
from schemas.grade_sheet import GradeSheet


def open_until(sheet: GradeSheet, now: datetime) -> datetime | date | None:
    """Until when marks are taken: a moment (reopened), a day (the deadline, whole), None where nothing bounds it."""
    last = max((r.until for r in sheet.reopened), default=None)
    if last is not None and last > now:
        return last
    return sheet.due if sheet.form.shuts else None


def is_shut(sheet: GradeSheet, now: datetime, today: date) -> bool:
    """Has the window of this sheet shut by itself?"""
    until = open_until(sheet, now)
    return until is not None and not isinstance(until, datetime) and until < today


def shut(sheet: GradeSheet, now: datetime, today: date) -> None:
    """RuleBroken when the window has shut."""
    if is_shut(sheet, now, today):
        raise RuleBroken("sheets.window_shut", number=sheet.number, day=sheet.due)
