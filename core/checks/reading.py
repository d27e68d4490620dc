"""What should be held on a day, what was checked, what went otherwise: what the pages of control read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import calendar, timetable
from core.db.store import Row
from core.desk import Desk
from core.timetable.clashes import Slot
from core.timetable.students import LESSON
from schemas.base import Id, Ref
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import NO_CONTROL
from schemas.timetable import Deviation, DeviationState, Held, LessonCheck
from schemas.words import STANDING, UNDONE

LIVE = STANDING
UNCLOSED = [DeviationState.open.value, DeviationState.done.value]


@dataclass(frozen=True)
class Planned:
    """What should be held: a lesson or an exam (of: its id), with the newest check of it, if there is one."""

    what: Held
    of: Id
    section: Ref
    discipline: Ref
    at: str
    room: Ref | None
    teacher: Ref | None
    ends: str = ""
    check: LessonCheck | None = None

    def going_on(self, clock: str) -> bool:
        """Is it held at an hour («09:30»)? An exam has no hour here, so it may be."""
        return not self.at or self.at <= clock < self.ends


def planned(desk: Desk, day: date) -> list[Planned]:
    """Everything that should be held on a day in the user's part of the institution, by hour and room.

    Lessons by their weekday, odd or even week and days of the term, holidays and weeks without classes left out; exams
    by the day of their sheets.
    """
    found = _lessons(desk, day) + _exams(desk, day)
    where = {"day": day.isoformat(), "of": {"$in": [p.of for p in found]}}
    rows = desk.rows(LessonCheck, "check.read", where, None, [("day", 1), ("number", 1)], 5000)
    newest = {r["of"]: LessonCheck.model_validate(r) for r in rows}
    checked = [Planned(**{**vars(p), "check": newest.get(p.of)}) for p in found]
    return sorted(checked, key=lambda p: (p.at, p.room.label.kk if p.room else "", p.section.label.kk))


def _lessons(desk: Desk, day: date) -> list[Planned]:
    term = timetable.term_on(desk, day)
    if term is None or not timetable.taught(term, calendar.of_year(desk.store, term.year), day):
        return []
    where = {"term.id": term.id, "weekday": str(day.isoweekday()), "active": True}
    rows = desk.store.rows("lessons", desk.where(timetable.Lesson, "check.read", where), LESSON)
    return [
        Planned(Held.lesson, s.id, s.section, s.discipline, s.starts, s.room, s.teacher, s.ends)
        for s in Slot.all(rows) if timetable.held_on(s, day, term.starts)
    ]  # fmt: skip


def _exams(desk: Desk, day: date) -> list[Planned]:
    where = {"day": day.isoformat(), "form.gives": {"$nin": list(NO_CONTROL)}, "status": {"$in": LIVE}}
    fields = {"section": 1, "discipline": 1, "examiners": 1, "control": 1}
    rows = desk.store.rows("grade_sheets", desk.where(GradeSheet, "check.read", where), fields)
    return [
        Planned(
            Held.attestation if r["control"] == "state_exam" else Held.exam, r["_id"],
            Ref.model_validate(r["section"]), Ref.model_validate(r["discipline"]), "", None,
            Ref.model_validate(r["examiners"][0]) if r["examiners"] else None,
        ) for r in rows
    ]  # fmt: skip


def checks(desk: Desk, starts: date, ends: date, department: Id | None, found: bool | None, page: int = 0) -> list[Row]:
    """Checks of a period, the newest first, a page at a time."""
    where: Row = {"day": {"$gte": starts.isoformat(), "$lte": ends.isoformat()}}
    where |= {"department.id": department} if department else {}
    where |= {} if found is None else {"found": found}
    return desk.rows(LessonCheck, "check.read", where, None, [("day", -1), ("number", -1)], 50, page * 50)


def deviations(
    desk: Desk, state: str, department: Id | None = None, starts: date | None = None, ends: date | None = None,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """Deviations a page at a time. state: «unclosed», «overdue», one of DeviationState, or "" for all; those that are
    not closed stand by their deadline, others by their day."""
    where: Row = {"department.id": department} if department else {}
    if state == "overdue":
        where |= {"state": DeviationState.open.value, "due": {"$lt": desk.today().isoformat(), "$ne": None}}
    elif state:
        where |= {"state": {"$in": UNCLOSED} if state == "unclosed" else state}
    span = {k: d.isoformat() for k, d in (("$gte", starts), ("$lte", ends)) if d}
    where |= {"day": span} if span else {}
    order = [("due", 1), ("_id", 1)] if state in ("unclosed", "overdue", "open") else [("day", -1), ("_id", -1)]
    return desk.rows(Deviation, "check.read", where, None, order, size, page * size)


def overdue(desk: Desk) -> int:
    """How many deviations stand open past their deadline."""
    where = {"state": DeviationState.open.value, "due": {"$lt": desk.today().isoformat(), "$ne": None}}
    return desk.count(Deviation, "check.read", where)


def late(row: Row, today: date) -> bool:
    """Is a stored deviation open past its deadline?"""
    return row["state"] == DeviationState.open and bool(row.get("due")) and row["due"] < today.isoformat()


def deviation(desk: Desk, id: Id) -> Deviation:
    """One deviation; NotFound, Forbidden outside of the user's part."""
    return desk.get(Deviation, id, "check.read")


def late_sheets(desk: Desk, limit: int = 100) -> list[Row]:
    """Sheets not closed in time of which nobody has written a deviation down yet, the longest late first."""
    where = {"status": {"$in": UNDONE}, "due": {"$lt": desk.today().isoformat(), "$ne": None}}
    fields = {"number": 1, "section": 1, "discipline": 1, "department": 1, "faculty": 1, "examiners": 1, "due": 1}
    rows = desk.rows(GradeSheet, "check.read", where, fields, [("due", 1)], limit * 4)
    told = desk.store.rows("deviations", {"sheet.id": {"$in": [r["_id"] for r in rows]}}, {"sheet.id": 1})
    known = {r["sheet"]["id"] for r in told}
    return [r for r in rows if r["_id"] not in known][:limit]


def head_of(desk: Desk, department: Id | None) -> Ref | None:
    """Who answers for a department: the member of staff behind its account, where there is one."""
    if not department:
        return None
    where = {"role": "department", "department.id": department, "active": True, "person.id": {"$type": "string"}}
    row = desk.store.one("users", where, {"person": 1})
    return Ref.model_validate(row["person"]) if row else None
