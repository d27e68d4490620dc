"""What stands with one department (clause 41): its plans, sheets, practices, debts, what is asked of it.

Counts that lead to the pages where each is worked on, inside the reach of who looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core import access, data_requests, instructions, registration
from core.access import Reach
from core.calendar import year_on
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.i18n import order_key
from core.practices.reading import of_department
from core.progress.reading import Cut, count_debtors
from core.scope import scope_of
from schemas.base import Id, Text
from schemas.curriculum import Curriculum
from schemas.grade_sheet import GradeSheet
from schemas.reference import Department, UnitKind
from schemas.words import UNDONE, CurriculumState, StudyPlanState

READ = "department.read"
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Count:
    """A figure of a department: what it is (a message of department.count), how many, the page where it is seen.

    bad: it should be nought. name: what else tells it apart (a term). address: of that page.
    """

    key: str
    n: int
    page: str
    address: Mapping[str, str] = field(default_factory=dict)
    bad: bool = False
    name: Text | None = None


Overview = dict[str, list[Count]]  # area (a message of department.area) → its figures


def chosen(desk: Desk) -> list[Department]:
    """The departments whose page this user may open today, in Kazakh order."""
    reach = access.require(desk.actor, READ)
    where: Row = {"kind": UnitKind.department.value}
    if reach is Reach.DEPARTMENT:
        where = {"_id": {"$in": list(desk.actor.assigned.get("department", ()))}}
    elif reach is Reach.FACULTY:
        where |= {"parent.id": {"$in": list(desk.actor.assigned.get("faculty", ()))}}
    rows = desk.rows(Department, "reference.read", where, limit=500)
    found = [u for u in (Department.model_validate(r) for r in rows) if u.in_force(desk.today())]
    return sorted(found, key=lambda u: order_key(u.name.kk))


def overview(desk: Desk, department: Id) -> Overview:
    """The figures of one department; an area is left out where this user may not look. Raises Forbidden for a
    department that is not his."""
    scope_of(desk, department, READ)
    if department not in {u.id for u in chosen(desk)}:
        raise Forbidden("errors.out_of_scope", right=READ)
    return {
        "plans": _plans(desk, department),
        "sheets": _sheets(desk, department),
        "practices": _practices(desk, department),
        "debts": _debts(desk, department),
        "requests": _requests(desk, department),
    }


def _plans(desk: Desk, id: Id) -> list[Count]:
    found = []
    for state in (CurriculumState.draft, CurriculumState.approved):
        where = {"department.id": id, "state": state.value}
        n, way = desk.count(Curriculum, "curriculum.read", where), {"department": id, "state": state.value}
        found.append(Count(f"curricula_{state.value}", n, "curricula", way))
    if desk.may("plan.read"):
        year = year_on(desk.today())
        for plan in (StudyPlanState.draft, StudyPlanState.submitted, StudyPlanState.approved):
            n = registration.count(desk, year, {"department.id": id, "state": plan.value})
            tab = {"tab": "plans", "year": str(year)}
            found.append(Count(f"plans_{plan.value}", n, "registration", tab, bad=plan is StudyPlanState.submitted))
    return found


def _sheets(desk: Desk, id: Id) -> list[Count]:
    """By term: those that are to be closed, due within a week, late."""
    if not desk.may("grade_sheet.read"):
        return []
    today, soon = desk.today().isoformat(), (desk.today() + SOON).isoformat()
    where = desk.where(GradeSheet, "grade_sheet.read",
                       {"department.id": id, "status": {"$in": [s.value for s in UNDONE]}})  # fmt: skip
    dated = {"$eq": [{"$type": "$due"}, "string"]}
    late: Row = {"$and": [dated, {"$lt": ["$due", {"$literal": today}]}]}
    near: Row = {"$and": [dated, {"$gte": ["$due", {"$literal": today}]}, {"$lte": ["$due", {"$literal": soon}]}]}
    rows = desk.store.aggregate(GradeSheet.collection, [
        {"$match": where},
        {"$group": {
            "_id": "$term.id", "name": {"$first": "$term.label"}, "code": {"$first": "$term_code"}, "n": {"$sum": 1},
            "late": {"$sum": {"$cond": [late, 1, 0]}}, "soon": {"$sum": {"$cond": [near, 1, 0]}},
        }},
        {"$sort": {"code": -1}},
    ])  # fmt: skip
    found = []
    for row in rows:
        name, own = Text.model_validate(row["name"]), {"term": row["_id"], "department": id, "view": "list"}
        found += [
            Count("sheets_undone", row["n"], "sheet_control", own, name=name),
            Count("sheets_soon", row["soon"], "sheet_control", own, name=name),
            Count("sheets_late", row["late"], "sheet_control", own | {"late": "1"}, bad=True, name=name),
        ]
    return found


def _practices(desk: Desk, id: Id) -> list[Count]:
    """What the room of practices tells of a department in this academic year."""
    if not desk.may("practice.read"):
        return []
    of = of_department(desk, id)
    return [
        Count("practices", of.practices, "practices"), Count("unplaced", of.unplaced, "practices", bad=True),
        Count("practices_late", of.late, "practices", bad=True),
    ]  # fmt: skip


def _debts(desk: Desk, id: Id) -> list[Count]:
    if not desk.may("student.results"):
        return []
    n = count_debtors(desk, Cut(department=id))
    return [Count("debtors", n, "progress", {"tab": "debts", "department": id}, bad=True)]


def _requests(desk: Desk, id: Id) -> list[Count]:
    owed = data_requests.owed_by(desk, [id])
    late = sum(r.due < desk.today() for r in owed)
    unread = len(instructions.waiting(desk))
    return [
        Count("requests_owed", len(owed), "data_requests"), Count("requests_late", late, "data_requests", bad=True),
        Count("instructions_unread", unread, "instructions", bad=True),
    ]  # fmt: skip


__all__ = ["READ", "Count", "Overview", "chosen", "overview"]
