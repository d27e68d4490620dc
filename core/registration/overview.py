"""The office's view of a year: groups with how far their plans are, members of a group, repeats without a payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core import calendar
from core.db.store import Row
from core.desk import Desk
from core.registration.frame import Case, looked, paid_reasons
from core.registration.printing import COUNTED
from core.registration.rules import ACTIVE, Breach, Frame, Learner, Stage, breaches
from core.search import full_name, query
from schemas.base import Id
from schemas.calendar import Calendar
from schemas.student import Student
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LineState, PeriodKind, StudyPlanState, StudyStatus, TermKind

MEMBERS = 500  # of one group
MOST = 4000  # students counted at once; who has more narrows by year of study, programme or group
SEMESTERS = (TermKind.autumn, TermKind.spring)


@dataclass(frozen=True)
class Chosen:
    """What the page looks at: the academic year, and by what it is narrowed (a group: the beginning of its name)."""

    year: int
    course: int | None = None
    programme: Id = ""
    group: str = ""

    def of_student(self) -> Row:
        """As a condition on one study of a student."""
        found: Row = {"status": StudyStatus.active.value}
        if self.course:
            found["year"] = self.course
        if self.programme:
            found["programme.id"] = self.programme
        return found | ({"group": _begins(self.group)} if self.group else {})

    def of_plan(self) -> Row:
        """As a condition on a plan."""
        found: Row = {"year": self.year}
        if self.course:
            found["course"] = self.course
        if self.programme:
            found["programme.id"] = self.programme
        return found | ({"group": _begins(self.group)} if self.group else {})


def _begins(text: str) -> Row:
    return {"$gte": text, "$lt": text + "\uffff"}


@dataclass
class Group:
    """A group of students: how many study in it, how many have no plan of the year, and the plans by state."""

    name: str
    students: int = 0
    without: int = 0
    states: dict[StudyPlanState, int] = field(default_factory=dict)

    def of(self, state: StudyPlanState) -> int:
        """How many of its plans stand there."""
        return self.states.get(state, 0)


def too_many(desk: Desk, chosen: Chosen) -> bool:
    """Are there more students than can be counted at once?"""
    return desk.count(Student, "student.read", _students(chosen), MOST + 1) > MOST


def _students(chosen: Chosen) -> Row:
    return {"studies": {"$elemMatch": chosen.of_student()}}


def groups(desk: Desk, chosen: Chosen) -> list[Group]:
    """Every group of the chosen students in the order of names, that without a name last."""
    found: dict[str, Group] = {}
    plans = _plans(desk, chosen)
    for plan in plans:
        group = found.setdefault(plan["group"], Group(plan["group"]))
        state = StudyPlanState(plan["state"])
        group.states[state] = group.states.get(state, 0) + 1
    have = {p["study"] for p in plans}
    for study in _studying(desk, chosen):
        group = found.setdefault(study.get("group") or "", Group(study.get("group") or ""))
        group.students += 1
        group.without += study["id"] not in have
    return sorted(found.values(), key=lambda g: (not g.name, g.name))


def _plans(desk: Desk, chosen: Chosen) -> list[Row]:
    where = desk.where(StudyPlan, "plan.read", chosen.of_plan())
    return desk.store.rows(StudyPlan.collection, where, {"study": 1, "group": 1, "state": 1})


def _studying(desk: Desk, chosen: Chosen) -> list[Row]:
    """The studies (id, group) of the chosen students inside the user's scope."""
    wanted = chosen.of_student()
    keep = {f"studies.{k}": 1 for k in ("id", "group", "status", "year", "programme.id")}
    pipeline: list[Row] = [
        {"$match": desk.where(Student, "student.read", _students(chosen))},
        {"$project": keep},
        {"$unwind": "$studies"},
        {"$match": {f"studies.{k}": v for k, v in wanted.items()}},
        {"$replaceRoot": {"newRoot": {"id": "$studies.id", "group": "$studies.group"}}},
    ]
    return desk.store.aggregate("students", pipeline)


# one group ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """A student of a group: his study, his plan of the year if there is one, its load by semester, what it lacks.

    curriculum: is there one to draw a plan from? breaches: what would be refused if the plan were handed in now.
    """

    student: Id
    study: Id
    number: str
    name: str
    plan: StudyPlan | None
    curriculum: bool = False
    load: dict[TermKind, Decimal] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()


def members(desk: Desk, year: int, group: str) -> list[Member]:
    """The students of a group in Kazakh order, those with a plan in it who have left it since as well."""
    rows = desk.rows(StudyPlan, "plan.read", {"year": year, "group": group}, None, [("key", 1)], MEMBERS)
    plans = {r["study"]: StudyPlan.model_validate(r) for r in rows}
    wanted = {"group": group, "status": StudyStatus.active.value}
    only = {"number": 1, "name": 1, "search.key": 1, "studies.id": 1, "studies.group": 1, "studies.status": 1}
    found = desk.rows(Student, "student.read", {"studies": {"$elemMatch": wanted}}, only, [("search.key", 1)], MEMBERS)
    pairs = {
        s["id"]: (r["_id"], r["number"], full_name(r), r["search"]["key"]) for r in found for s in r["studies"]
        if s.get("group") == group and s["status"] == StudyStatus.active.value
    }  # fmt: skip
    for id, plan in plans.items():
        pairs.setdefault(id, (plan.student.id, plan.number, plan.student.label.kk, plan.key))
    asked = [(student, study) for study, (student, *_) in pairs.items()]
    case = looked(desk.store, desk.today(), year, asked, plans.values())
    kinds = {t.id: t.kind for t in case.frame.terms.values() if t.year == year}
    ordered = sorted(pairs.items(), key=lambda item: item[1][3])
    return [_member(case, kinds, study, *said[:3]) for study, said in ordered]


def _member(case: Case, kinds: dict[Id, TermKind], study: Id, student: Id, number: str, name: str) -> Member:
    who, plan = case.learners[study], case.plans.get(study)
    curriculum = who.curriculum is not None
    if plan is None:
        return Member(student, study, number, name, None, curriculum)
    return Member(
        student, study, number, name, plan, curriculum, load(plan, kinds), tuple(lacking(plan, who, case.frame))
    )


def lacking(plan: StudyPlan, who: Learner, frame: Frame) -> list[Breach]:
    """What would be refused if the plan were handed in now; the window is of the day, not of the plan."""
    fresh = [x.id for x in plan.lines if x.state in (LineState.chosen, LineState.waiting)]
    found = breaches(plan.lines, fresh, who, frame, Stage.submitting, plan.forced)
    return [b for b in found if b.check != "window"]


def load(plan: StudyPlan, kinds: dict[Id, TermKind]) -> dict[TermKind, Decimal]:
    """Credits chosen and registered by semester."""
    found: dict[TermKind, Decimal] = {}
    for line in plan.lines:
        kind = kinds.get(line.term.id)
        if kind is not None and line.state in COUNTED:
            found[kind] = found.get(kind, Decimal(0)) + line.credits
    return found


def neighbours(desk: Desk, year: int, group: str, study: Id) -> tuple[tuple[Id, Id] | None, tuple[Id, Id] | None]:
    """Who stands before and after a study in the list of its group: (student, study) of each, None at the ends."""
    wanted = {"group": group, "status": StudyStatus.active.value}
    only = {"studies.id": 1, "studies.group": 1, "studies.status": 1}
    found = desk.rows(Student, "student.read", {"studies": {"$elemMatch": wanted}}, only, [("search.key", 1)], MEMBERS)
    ids = [
        (r["_id"], s["id"]) for r in found for s in r["studies"]
        if s.get("group") == group and s["status"] == StudyStatus.active.value
    ]  # fmt: skip
    at = next((n for n, pair in enumerate(ids) if pair[1] == study), None)
    if at is None:
        return None, None
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


# payments -------------------------------------------------------------------------------------------------------


def unpaid(desk: Desk, year: int, text: str = "", paid: bool = False, page: int = 0, size: int = 50) -> list[Row]:
    """Lines that are paid for, one page: {_id (plan:line), plan, revision, line, student, number, group, …} by name.

    paid: those with the mark instead of those without. Only what taking a payment needs is read.
    """
    mark: Any = {"$ne": None} if paid else None
    of_line = {
        "reason": {"$in": [r.value for r in paid_reasons()]},
        "state": {"$in": [s.value for s in ACTIVE]},
        "payment": mark,
    }
    # The reason once more outside: so the index of reasons leads, for most plans hold none that is paid for.
    where: Row = {"year": year, "lines.reason": of_line["reason"], "lines": {"$elemMatch": of_line}}
    if text.strip():
        ids = [r["_id"] for r in desk.rows(Student, "student.read", query(text, False), {"_id": 1}, limit=200)]
        where["student.id"] = {"$in": ids}
    fields = {"student": 1, "number": 1, "group": 1, "course": 1, "key": 1, "lines": 1, "revision": 1, "state": 1}
    rows = desk.rows(StudyPlan, "plan.read", where, fields, [("key", 1)], size, page * size)
    return [
        {
            "_id": f"{r['_id']}:{x['id']}", "plan": r["_id"], "revision": r["revision"], "line": x["id"],
            **{k: r.get(k) for k in ("student", "number", "group", "course")},
            **{k: x.get(k) for k in ("discipline", "code", "credits", "term", "reason", "payment")},
        }
        for r in rows for x in r["lines"]
        if x["reason"] in of_line["reason"]["$in"] and x["state"] in of_line["state"]["$in"]
        and bool(x.get("payment")) is paid
    ]  # fmt: skip


# what can be chosen from ----------------------------------------------------------------------------------------


def terms(desk: Desk, year: int) -> list[Term]:
    """The terms of an academic year in their order."""
    rows = desk.rows(Term, "reference.read", {"year": year}, None, [("code", 1)], 20)
    order = list(TermKind)
    return sorted((Term.model_validate(r) for r in rows), key=lambda t: order.index(t.kind))


def offered_first(found: Sequence[Term], cal: Calendar | None, today: date) -> Term:
    """The term to begin with: the one whose window is open, else the semester that goes on or comes next, else the
    last."""
    left = [t for t in found if t.closed is None]
    kinds = (PeriodKind.registration, PeriodKind.changes)
    now = [t for t in left if cal is not None and any(calendar.window(cal, k, t.kind, today) for k in kinds)]
    coming = [t for t in left if t.ends is None or t.ends >= today]
    return (now or [t for t in coming if t.kind in SEMESTERS] or coming or list(found[-1:]))[0]


def years(desk: Desk) -> list[int]:
    """Academic years that have terms, the newest first."""
    rows = desk.rows(Term, "reference.read", {}, {"year": 1}, [("year", -1)], 200)
    return list(dict.fromkeys(r["year"] for r in rows))
