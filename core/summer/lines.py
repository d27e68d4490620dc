"""Applications for the summer, which are lines of the study plans, and how far each of them came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core import grading, registration
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.registration import Wish
from schemas.base import Id, Ref, Word
from schemas.student import Student
from schemas.study_plan import Payment, StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, TermKind

MOST = 3000


class Step(Word):
    """How far an application came."""

    applied = ("applied", "Өтініш берілді", "Заявление подано", "Applied")
    rechoose = ("rechoose", "Қайта таңдау керек", "Нужно выбрать заново", "To be chosen again")
    paid = ("paid", "Төленді", "Оплачено", "Paid")
    registered = ("registered", "Тіркелді", "Зарегистрирован", "Registered")
    seated = ("seated", "Топта", "В группе", "In a section")
    passed = ("passed", "Тапсырды", "Сдал", "Passed")
    failed = ("failed", "Тапсырмады", "Не сдал", "Failed")


@dataclass(frozen=True)
class Applied:
    """One discipline one student applied for, in one summer."""

    plan: Id
    revision: int
    line: Id
    student: Ref
    study: Id
    number: str
    group: str
    course: int | None
    discipline: Ref
    code: str
    credits: Decimal
    reason: PlanReason
    state: LineState
    step: Step
    payment: Payment | None = None
    section: str = ""
    letter: str = ""


def term_of(desk: Desk, year: int) -> Term | None:
    """The summer term of an academic year; None until the calendar gave it its days."""
    rows = desk.rows(Term, "reference.read", {"year": year, "kind": TermKind.summer.value}, limit=1)
    return Term.model_validate(rows[0]) if rows else None


def apply(
    desk: Desk, pair: tuple[Id, Id], year: int, wishes: Sequence[tuple[Id, PlanReason]], why: Why,
    forced: Mapping[str, str] | None = None,
) -> StudyPlan:  # fmt: skip
    """Enter an application of (student, study): disciplines with their reasons go into the plan of the year.

    A student without a plan of that year gets one. Raises Problems for nothing chosen, RuleBroken where the year has
    no summer term or the plan can't be drawn, NotRegistered with every check that refuses.
    """
    if not wishes:
        raise Problems([Problem("wishes", "registration.nothing_chosen")])
    term = term_of(desk, year)
    if term is None:
        raise RuleBroken("summer.no_term", year=year)
    plan = registration.plan_of(desk, pair[1], year)
    if plan is None:
        drawn = registration.draw(desk, [pair], year, Why(why.reason, why.basis, f"{why.command}:draw", why.code))
        if drawn.named:
            raise RuleBroken(drawn.named[0].key, **drawn.named[0].values)
        plan = registration.plan_of(desk, pair[1], year)
        if plan is None:
            raise RuleBroken("summer.no_plan")
    asked = [Wish(term.id, discipline, reason) for discipline, reason in wishes]
    return registration.choose(desk, plan.id, plan.revision, asked, why, forced)


def applied(desk: Desk, term: Id, limit: int = MOST) -> list[Applied]:
    """Every application for a summer term in the user's scope, in Kazakh order of names."""
    where: Row = {"lines.term.id": term}
    only = {"lines": 1, "student": 1, "study": 1, "number": 1, "group": 1, "course": 1, "revision": 1, "key": 1}
    rows = desk.rows(StudyPlan, "plan.read", where, only, [("key", 1)], limit)
    seats = _sections(desk, term)
    letters = _letters(desk, [r["student"]["id"] for r in rows], term)
    found = []
    for row in rows:
        for line in row["lines"]:
            if line["term"]["id"] == term and line["state"] != LineState.dropped.value:
                key = (row["study"], line["discipline"]["id"])
                found.append(_applied(row, line, seats.get(key, ""), letters.get(key)))
    return found


def _applied(row: Row, line: Row, section: str, result: tuple[str, str] | None) -> Applied:
    payment = Payment.model_validate(line["payment"]) if line.get("payment") else None
    state = LineState(line["state"])
    return Applied(
        row["_id"], row["revision"], line["id"], Ref.model_validate(row["student"]), row["study"], row["number"],
        row.get("group") or "", row.get("course"), Ref.model_validate(line["discipline"]), line["code"],
        line["credits"], PlanReason(line["reason"]), state, step_of(state, bool(payment), bool(section), result),
        payment, section, result[0] if result else "",
    )  # fmt: skip


def step_of(state: LineState, paid: bool, seated: bool, result: tuple[str, str] | None) -> Step:
    """How far an application came, by what is known of it: the furthest step counts."""
    if result is not None:
        return Step.passed if result[1] == "passed" else Step.failed
    if state is LineState.rechoose:
        return Step.rechoose
    if state is LineState.registered:
        return Step.seated if seated else Step.registered
    return Step.paid if paid else Step.applied


def _sections(desk: Desk, term: Id) -> dict[tuple[Id, Id], str]:
    """Where each study sits in a term: (study, discipline) → code of the section."""
    fields = {"code": 1, "discipline.id": 1, "members.study": 1}
    rows = desk.store.rows("sections", {"term.id": term, "graded": {"$ne": False}}, fields)
    return {(m["study"], r["discipline"]["id"]): r["code"] for r in rows for m in r["members"]}


def _letters(desk: Desk, students: Sequence[Id], term: Id) -> dict[tuple[Id, Id], tuple[str, str]]:
    """Results of a term: (study, discipline) → letter and outcome; nothing for who may not see marks."""
    row = desk.store.one("terms", {"_id": term}, {"code": 1})
    if row is None or not desk.may("student.results"):
        return {}
    fields = {"studies.id": 1, "studies.record": 1}
    found: dict[tuple[Id, Id], tuple[str, str]] = {}
    for student in desk.store.rows("students", {"_id": {"$in": sorted(set(students))}}, fields):
        for study in student["studies"]:
            for result in grading.of_disciplines(study.get("record") or []):
                if result["term"] == row["code"]:
                    found[study["id"], result["discipline"]["id"]] = (result["letter"], result["state"])
    return found


def cleared(desk: Desk, found: Sequence[Applied]) -> list[Row]:
    """Who applied, with what he passed and failed in the summer, and GPA and debts as they stand now."""
    mine: dict[Id, list[Applied]] = {}
    for one in found:
        mine.setdefault(one.study, []).append(one)
    ids = sorted({a.student.id for a in found})
    fields = {"studies.id": 1, "studies.totals": 1}
    rows = desk.rows(Student, "student.results", {"_id": {"$in": ids}}, fields, limit=len(ids) or 1)
    totals = {s["id"]: s.get("totals") or {} for r in rows for s in r["studies"]}
    return [
        {
            "_id": study, "student": some[0].student, "number": some[0].number, "group": some[0].group,
            "passed": sum(a.step is Step.passed for a in some), "failed": sum(a.step is Step.failed for a in some),
            "debts": totals[study].get("academic_debts", 0), "gpa": totals[study].get("gpa"),
        }
        for study, some in mine.items() if study in totals
    ]  # fmt: skip


def results(found: Sequence[Applied]) -> dict[Step, int]:
    """How many applications stand at each step."""
    return {step: sum(a.step is step for a in found) for step in Step}
