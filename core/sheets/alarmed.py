"""Every alarm of the sheets in one place, for who is to look at them: the head and the auditor (clauses 31, 47)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from core import access
from core.db.store import Row
from core.desk import Desk
from core.sheets.register import RIGHT, Cut, Entry, changes, pipeline
from schemas.grade_sheet import Alarm, GradeSheet

READ = "alarm.read"
DAYS = 365  # of how many days alarms are counted where no day is named
TOP = 20


def cut_of(desk: Desk, cut: Cut) -> Cut:
    """What is asked, narrowed to acts with an alarm and to a bounded time."""
    access.require(desk.actor, READ)
    since = cut.since or (cut.until or desk.today()) - timedelta(days=DAYS)
    return Cut(**{**vars(cut), "alarm": cut.alarm or "any", "since": since})


def found(desk: Desk, cut: Cut, page: int = 0, size: int = 50) -> list[Entry]:
    """A page of acts with an alarm, the newest first."""
    return changes(desk, cut_of(desk, cut), page, size)


def counts(desk: Desk, cut: Cut) -> dict[Alarm, int]:
    """How many acts bear each alarm."""
    rows = _grouped(desk, cut, [{"$unwind": "$corrections.alarms"}], "$corrections.alarms")
    got = {r["_id"]: r["n"] for r in rows}
    return {alarm: got.get(alarm.value, 0) for alarm in Alarm}


def hands(desk: Desk, cut: Cut) -> list[tuple[str, int]]:
    """Who decided acts with an alarm, and how many: the most first."""
    rows = _grouped(desk, cut, [], "$corrections.decided_name")
    return sorted(((r["_id"] or "", r["n"]) for r in rows), key=lambda x: (-x[1], x[0]))[:TOP]


def _grouped(desk: Desk, cut: Cut, more: Iterable[Row], by: str) -> list[Row]:
    where = desk.where(GradeSheet, RIGHT, cut.of_sheet())
    acts = pipeline(where, cut_of(desk, cut), ZoneInfo(desk.zone))
    return desk.store.aggregate("grade_sheets", [*acts, *more, {"$group": {"_id": by, "n": {"$sum": 1}}}])
