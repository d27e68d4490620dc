"""Who has not done yet what a window is for: plans without approval, grade sheets past their day. Few counted rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import access
from core.access import Actor
from core.db.store import Row, Store
from core.desk import both
from schemas.base import Text
from schemas.grade_sheet import GradeSheet
from schemas.study_plan import StudyPlan
from schemas.words import UNDONE, StudyPlanState

UNFINISHED = (StudyPlanState.draft, StudyPlanState.submitted)


@dataclass(frozen=True)
class Late:
    """How many are late, and with whom: (group or department, how many), the most first."""

    count: int
    parts: tuple[tuple[Text | None, int], ...]

    def __bool__(self) -> bool:
        return self.count > 0


def plans(store: Store, actor: Actor, year: int, courses: Sequence[int] = (), faculty: str | None = None) -> Late:
    """Individual plans of an academic year that are not approved, by group, as far as the user's right reaches."""
    if not actor.may("plan.read"):
        return Late(0, ())
    where: Row = {"year": year, "state": {"$in": [s.value for s in UNFINISHED]}}
    where |= {"course": {"$in": list(courses)}} if courses else {}
    where |= {"faculty.id": faculty} if faculty else {}
    where = both(where, access.scope_filter(actor, "plan.read", StudyPlan))
    rows = store.aggregate("study_plans", [{"$match": where}, {"$group": {"_id": "$group", "n": {"$sum": 1}}}])
    return _counted([(Text(kk=r["_id"]) if r["_id"] else None, r["n"]) for r in rows])


def sheets(store: Store, actor: Actor, day: date) -> Late:
    """Open grade sheets whose day has passed, by department, as far as the user's right reaches."""
    if not actor.may("grade_sheet.read"):
        return Late(0, ())
    where: Row = {"status": {"$in": UNDONE}, "due": {"$lt": day.isoformat(), "$type": "string"}}
    where = both(where, access.scope_filter(actor, "grade_sheet.read", GradeSheet))
    group = {"_id": "$department.id", "n": {"$sum": 1}, "label": {"$first": "$department.label"}}
    rows = store.aggregate("grade_sheets", [{"$match": where}, {"$group": group}])
    return _counted([(Text.model_validate(r["label"]) if r.get("label") else None, r["n"]) for r in rows])


def _counted(parts: list[tuple[Text | None, int]]) -> Late:
    ordered = sorted(parts, key=lambda x: (-x[1], x[0].kk if x[0] else ""))
    return Late(sum(n for _, n in ordered), tuple(ordered))
