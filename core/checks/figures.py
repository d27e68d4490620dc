"""Figures of control by department and period: what was planned, checked, held; why it was not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core import calendar, timetable
from core.checks.reading import LIVE
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from schemas.base import Id, Ref
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import NO_CONTROL
from schemas.term import Term
from schemas.timetable import Cause, Deviation, Lesson, LessonCheck

LONGEST = 400  # days asked at once


@dataclass
class Line:
    """Figures of one department (None: of no department). A thing checked twice counts once, by its newest check."""

    department: Ref | None
    planned: int = 0
    checked: int = 0
    held: int = 0
    causes: dict[str, int] = field(default_factory=dict)
    deviations: int = 0
    unclosed: int = 0

    @property
    def not_held(self) -> int:
        """Checked and not found held."""
        return self.checked - self.held

    @property
    def rate(self) -> Decimal | None:
        """Held of the checked, in per cent; None where nothing was checked."""
        return _share(self.held, self.checked)

    @property
    def coverage(self) -> Decimal | None:
        """Checked of the planned, in per cent; None where nothing was planned."""
        return _share(self.checked, self.planned)


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


@dataclass(frozen=True)
class _Timed:
    weekday: str
    weeks: str
    first: date | None
    last: date | None
    starts: str = ""
    ends: str = ""


def by_department(desk: Desk, starts: date, ends: date) -> list[Line]:
    """Lines of the departments in the user's part of the institution, in Kazakh order.

    Counted in the database: lessons are grouped by department, weekday, weeks and their own days before they leave it.
    """
    ends = min(ends, starts + timedelta(days=LONGEST))
    lines: dict[Id | None, Line] = {}

    def line(ref: Row | None) -> Line:
        id = ref["id"] if ref else None
        if id not in lines:
            lines[id] = Line(Ref.model_validate(ref) if ref else None)
        return lines[id]

    for ref, n in _planned(desk, starts, ends):
        line(ref).planned += n
    span = {"$gte": starts.isoformat(), "$lte": ends.isoformat()}
    for row in _checked(desk, span):
        one = line(row["department"])
        one.checked += row["n"]
        one.held += row["n"] if row["found"] else 0
        if not row["found"]:
            cause = row["cause"] or Cause.other.value
            one.causes[cause] = one.causes.get(cause, 0) + row["n"]
    for row in desk.store.aggregate("deviations", [
        {"$match": desk.where(Deviation, "check.read", {"day": span})},
        {"$group": {"_id": "$department.id", "department": {"$last": "$department"}, "n": {"$sum": 1},
                    "unclosed": {"$sum": {"$cond": [{"$eq": ["$state", "closed"]}, 0, 1]}}}},
    ]):  # fmt: skip
        one = line(row["department"])
        one.deviations, one.unclosed = row["n"], row["unclosed"]
    return sorted(
        lines.values(), key=lambda x: (x.department is None, order_key(x.department.label.kk if x.department else ""))
    )


def _order(line: Line) -> tuple[bool, str]:
    return line.department is None, order_key(line.department.label.kk if line.department else "")


def total(lines: Iterable[Line]) -> Line:
    """All lines together."""
    whole = Line(None)
    for one in lines:
        for name in ("planned", "checked", "held", "deviations", "unclosed"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        for cause, n in one.causes.items():
            whole.causes[cause] = whole.causes.get(cause, 0) + n
    return whole


def _planned(desk: Desk, starts: date, ends: date) -> Iterable[tuple[Row | None, int]]:
    where = {"starts": {"$lte": ends.isoformat()}, "ends": {"$gte": starts.isoformat()}}
    for term in (Term.model_validate(r) for r in desk.store.rows("terms", where)):
        cal = calendar.of_year(desk.store, term.year)
        every = (starts + timedelta(days=n) for n in range((ends - starts).days + 1))
        days = [d for d in every if timetable.taught(term, cal, d)]
        if not days:
            continue
        for row in desk.store.aggregate("lessons", [
            {"$match": desk.where(Lesson, "check.read", {"term.id": term.id, "active": True})},
            {"$group": {
                "_id": {"d": "$department.id", "w": "$weekday", "k": "$weeks", "f": "$first", "l": "$last"},
                "department": {"$last": "$department"}, "n": {"$sum": 1},
            }},
        ]):  # fmt: skip
            key = row["_id"]
            timed = _Timed(key["w"], key["k"], _day(key.get("f")), _day(key.get("l")))
            yield row["department"], row["n"] * sum(timetable.held_on(timed, d, term.starts) for d in days)
    span = {"$gte": starts.isoformat(), "$lte": ends.isoformat()}
    exams = {"day": span, "form.gives": {"$nin": list(NO_CONTROL)}, "status": {"$in": LIVE}}
    for row in desk.store.aggregate("grade_sheets", [
        {"$match": desk.where(GradeSheet, "check.read", exams)},
        {"$group": {"_id": "$department.id", "department": {"$last": "$department"}, "n": {"$sum": 1}}},
    ]):  # fmt: skip
        yield row["department"], row["n"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _checked(desk: Desk, span: Row) -> list[Row]:
    """Checks of a period by department, finding and cause; of several checks of one thing and day the newest."""
    thing = {"$cond": [{"$eq": ["$of", ""]}, "$_id", "$of"]}
    return desk.store.aggregate("lesson_checks", [
        {"$match": desk.where(LessonCheck, "check.read", {"day": span})},
        {"$sort": {"day": 1, "number": 1}},
        {"$group": {
            "_id": {"day": "$day", "of": thing}, "found": {"$last": "$found"}, "cause": {"$last": "$cause"},
            "department": {"$last": "$department"},
        }},
        {"$group": {
            "_id": {"d": "$department.id", "f": "$found", "c": "$cause"}, "n": {"$sum": 1},
            "department": {"$last": "$department"}, "found": {"$last": "$found"}, "cause": {"$last": "$cause"},
        }},
    ])  # fmt: skip
