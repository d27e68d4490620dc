"""Looking at plans: of a student, in lists, what their checks would say now, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.registration.drawing import OpenChoice, Pair, open_choices, wished
from core.registration.frame import Case, looked
from core.registration.rules import Breach, Stage, Wish, breaches
from schemas.base import Id
from schemas.student import Student
from schemas.study_plan import Refusal, StudyPlan
from schemas.words import LineState, StudyPlanState, StudyStatus

LIST = {"lines.forced": 0, "head": 0, "custom": 0}


@dataclass(frozen=True)
class View:
    """A plan as a page shows it: its open choices, and what would stop it from being handed in and approved."""

    plan: StudyPlan
    open: list[OpenChoice] = field(default_factory=list)
    handing_in: list[Breach] = field(default_factory=list)
    approving: list[Breach] = field(default_factory=list)


def get(desk: Desk, id: Id) -> StudyPlan:
    """A plan the user may see."""
    return desk.get(StudyPlan, id, "plan.read")


def plan_of(desk: Desk, study: Id | Mapping[str, Any], year: int) -> StudyPlan | None:
    """The plan of a study (its id, or the study itself) in an academic year; of a study brought by a merge also the
    one it had in the other record. None where there is none the user may see."""
    found = plans_of_study(desk, study, year)
    return found[0] if found else None


def plans_of_study(desk: Desk, study: Id | Mapping[str, Any], year: int | None = None) -> list[StudyPlan]:
    """The plans of a study, newest year first."""
    ids = [study] if isinstance(study, str) else [study["id"], *(c["study"] for c in study.get("came") or [])]
    where: Row = {"study": {"$in": ids}} | ({"year": year} if year is not None else {})
    rows = desk.rows(StudyPlan, "plan.read", where, sort=[("year", -1)], limit=40)
    return [StudyPlan.model_validate(r) for r in rows]


def listed(
    desk: Desk, year: int, where: Row | None = None, sort: Sequence[tuple[str, int]] = (("key", 1),), limit: int = 50,
    skip: int = 0,
) -> list[StudyPlan]:  # fmt: skip
    """A page of the plans of a year, in Kazakh order of names."""
    found = desk.rows(StudyPlan, "plan.read", {"year": year, **(where or {})}, LIST, sort, limit, skip)
    return [StudyPlan.model_validate(r) for r in found]


def count(desk: Desk, year: int, where: Row | None = None, most: int = 0) -> int:
    """How many plans of a year."""
    return desk.count(StudyPlan, "plan.read", {"year": year, **(where or {})}, most)


def by_state(desk: Desk, year: int) -> dict[StudyPlanState, int]:
    """How many plans of a year stand in each state."""
    return {s: count(desk, year, {"state": s.value}) for s in StudyPlanState}


def studies_of(desk: Desk, where: Row, limit: int = 2000) -> list[Pair]:
    """(student, study) of those who study and fit a condition on the student (`studies.group`…), in Kazakh order."""
    only = {"studies.id": 1, "studies.status": 1, "studies.group": 1}
    rows = desk.rows(Student, "student.read", where, only, [("search.key", 1)], limit)
    group = where.get("studies.group")
    return [
        (r["_id"], s["id"]) for r in rows for s in r["studies"]
        if s["status"] == StudyStatus.active.value and (group is None or s.get("group") == group)
    ]  # fmt: skip


def case(desk: Desk, plan: StudyPlan, more: Sequence[Id] = ()) -> Case:
    """What the checks of a plan look at today."""
    return looked(desk.store, desk.today(), plan.year, [(plan.student.id, plan.study)], [plan], more)


def view(desk: Desk, plan: StudyPlan) -> View:
    """A plan with its open choices and what would stop it; one reading of everything."""
    found = case(desk, plan)
    who = found.learners[plan.study]
    fresh = [x.id for x in plan.lines if x.state in (LineState.chosen, LineState.waiting)]
    said = {
        stage: breaches(plan.lines, fresh, who, found.frame, stage, plan.forced)
        for stage in (Stage.submitting, Stage.approving)
    }
    return View(plan, open_choices(found, plan.study), said[Stage.submitting], said[Stage.approving])


def checks(desk: Desk, plan: StudyPlan, choices: Sequence[Wish], instead: Sequence[Id] = ()) -> list[Breach]:
    """What would be refused if these were chosen now, and why; nothing is written down for it."""
    found = case(desk, plan, [w.discipline for w in choices])
    who = found.learners[plan.study]
    now = desk.now()
    new = [wished(f"new{n}", now, w, who, found.frame) for n, w in enumerate(choices)]
    lines = [x for x in plan.lines if x.id not in set(instead)] + new
    return breaches(lines, [x.id for x in new], who, found.frame, Stage.choosing, plan.forced)


def refusals(
    desk: Desk, term: Id = "", check: str = "", student: Id = "", overridden: bool | None = None,
    where: Row | None = None, limit: int = 50, skip: int = 0,
) -> list[Refusal]:  # fmt: skip
    """What was refused and what was overridden, newest first; narrowed by term, check, student, kind."""
    rows = desk.rows(Refusal, "plan.read", _refused(term, check, student, overridden, where), None, [("at", -1)],
                     limit, skip)  # fmt: skip
    return [Refusal.model_validate(r) for r in rows]


def refusals_count(
    desk: Desk, term: Id = "", check: str = "", student: Id = "", overridden: bool | None = None,
    where: Row | None = None, most: int = 0,
) -> int:  # fmt: skip
    """How many there are."""
    return desk.count(Refusal, "plan.read", _refused(term, check, student, overridden, where), most)


def _refused(term: Id, check: str, student: Id, overridden: bool | None, where: Row | None) -> Row:
    found: Row = dict(where or {})
    for path, value in (("term.id", term), ("check", check), ("student.id", student)):
        if value:
            found[path] = value
    return found if overridden is None else {**found, "overridden": overridden}
