"""A small office to register in: terms, an approved calendar, a curriculum of two semesters, students of one group."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core import registration, students
from core.access import Actor
from core.db.store import D, Store
from core.desk import Desk, Why
from core.registration import Wish
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref, Text, new_id
from schemas.calendar import Calendar, Period
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline, Programme
from schemas.reference import Department
from schemas.student import Name, Profile, Result, Student, StudyProfile
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import (
    CalendarState,
    Component,
    CurriculumState,
    Cycle,
    LineState,
    PeriodKind,
    ResultState,
    Role,
    StudyStatus,
    TermKind,
)

NOON = datetime(2026, 9, 1, 7, tzinfo=UTC)
DAYS = {
    "2025-1": (TermKind.autumn, date(2025, 9, 1), date(2026, 1, 20)),
    "2025-2": (TermKind.spring, date(2026, 1, 26), date(2026, 6, 10)),
    "2026-1": (TermKind.autumn, date(2026, 9, 1), date(2027, 1, 20)),
    "2026-2": (TermKind.spring, date(2027, 1, 25), date(2027, 6, 10)),
    "2026-3": (TermKind.summer, date(2027, 6, 14), date(2027, 7, 20)),
}
# code: semester, credits, component, block, prerequisites
PLAN: dict[str, tuple[int, int, Component, str, tuple[str, ...]]] = {
    "M1": (1, 8, Component.mandatory, "", ()),
    "U1": (1, 8, Component.university, "", ()),
    "E1": (1, 5, Component.elective, "A", ()),
    "E2": (1, 5, Component.elective, "A", ()),
    "E3": (1, 5, Component.elective, "A", ()),
    "M2": (2, 8, Component.mandatory, "", ("M1",)),
    "U2": (2, 8, Component.university, "", ()),
    "F1": (2, 5, Component.elective, "B", ()),
    "F2": (2, 5, Component.elective, "B", ("E1",)),
}
FREE = {"X1": (5, ()), "X2": (5, ("X1",)), "X9": (20, ())}


def at(desk: Desk, *when: int) -> Desk:
    """The same desk on another day."""
    moment = datetime(*when, 7, tzinfo=UTC)  # type: ignore[arg-type, misc]
    return replace(desk, clock=lambda: moment)


def who(store: Store, role: Role, name: str = "", **assigned: str) -> Desk:
    """The desk of somebody, on the day on which all this happens."""
    ids = {k: (v,) for k, v in assigned.items()}
    actor = Actor(f"u-{role.value}{name}", f"Тест {role.value}{name}", role, "kk", ids)
    return Desk(actor, store, lambda: NOON)


@dataclass
class Base:
    """The office and what stands in it, by code."""

    store: Store
    head: Desk
    terms: dict[str, Term] = field(default_factory=dict)
    disciplines: dict[str, Discipline] = field(default_factory=dict)
    faculty: Department | None = None
    programme: Programme | None = None
    curriculum: Curriculum | None = None
    pairs: list[tuple[Id, Id]] = field(default_factory=list)

    @property
    def adviser(self) -> Desk:
        return who(self.store, Role.adviser, group="ОР-26-1")

    @property
    def senior(self) -> Desk:
        return who(self.store, Role.senior_registrar)

    def put(self, document: D) -> D:
        """A document entered by an act."""
        return self.head.transact("reference.edit", lambda tx: tx.add(document, scoped=False), Why("сынақ"))

    def wish(self, code: str, term: str = "2026-1", **more: Any) -> Wish:
        """A choice by codes."""
        return Wish(self.terms[term].id, self.disciplines[code].id, **more)

    def drawn(self, n: int = 0) -> StudyPlan:
        """The plan of a student, drawn."""
        pair = self.pairs[n]
        registration.draw(self.adviser, [pair], 2026, Why("оқу жоспары бойынша"))
        found = registration.plan_of(self.head, pair[1], 2026)
        assert found is not None
        return found

    def chosen(self, n: int = 0, codes: tuple[str, ...] = ("E1",), spring: tuple[str, ...] = ("F1",)) -> StudyPlan:
        """A plan with its electives chosen."""
        plan = self.drawn(n)
        wishes = [self.wish(c) for c in codes] + [self.wish(c, "2026-2") for c in spring]
        return registration.choose(self.adviser, plan.id, plan.revision, wishes, Why("таңдау"))

    def approved(self, n: int = 0, **more: Any) -> StudyPlan:
        """A plan chosen, handed in by the adviser and approved by the office."""
        plan = self.chosen(n, **more)
        plan = registration.submit(self.adviser, plan.id, plan.revision, Why("дайын"))
        return registration.approve(self.head, plan.id, plan.revision, Why("тексерілді"))

    def result(self, n: int, code: str, term: str, state: ResultState, letter: str = "B") -> None:
        """A result in a student's record."""
        student, study = self.pairs[n]
        of = self.disciplines[code]
        passed = state is ResultState.passed
        result = Result(
            id=new_id(), discipline=of.ref(), code=code, term=term, credits=of.credits, letter=letter,
            state=state, earned=of.credits if passed else Decimal(0), gpa=False, rules="r", on=NOON.date(),
        )  # fmt: skip

        def work(tx: Tx) -> Student:
            tx.student(student)
            tx.append(student, ev.ResultRecorded, None, study=study, result=result)
            return tx.student_document(student)

        self.head.transact("student.recognise", work, Why("сынақ"), right="student.edit")

    def status(self, n: int, status: StudyStatus) -> None:
        """Where a study stands from now on (orders come later)."""
        student, study = self.pairs[n]
        change = ev.Change(field=f"studies.{study}.status", was="active", now=status.value)

        def work(tx: Tx) -> Student:
            tx.student(student)
            tx.append(student, ev.ProfileEdited, None, changes=[change])
            return tx.student_document(student)

        self.head.transact("student.edit", work, Why("сынақ"))

    def study(self, n: int = 0) -> dict[str, Any]:
        """A study as stored."""
        student, study = self.pairs[n]
        row = self.store.one("students", {"_id": student}) or {}
        return next(s for s in row["studies"] if s["id"] == study)


def office(store: Store, people: int = 3, course: int = 1, **rules: Any) -> Base:
    """An office with so many students of one group."""
    base = Base(store, who(store, Role.head))
    base.faculty = base.put(Department(code="F", name=Text(kk="Орындаушылық"), kind="faculty"))
    for code, (kind, starts, ends) in DAYS.items():
        base.terms[code] = base.put(Term(code=code, kind=kind, year=int(code[:4]), starts=starts, ends=ends))
    for code, (_, credits, component, _, needs) in PLAN.items():
        _discipline(base, code, credits, needs, component)
    for code, (credits, needs) in FREE.items():
        _discipline(base, code, credits, needs, None)
    periods = [
        Period(id=f"p{n}", kind=PeriodKind.registration, term=kind, starts=date(2026, 8, 20), ends=date(2026, 9, 10))
        for n, kind in enumerate((TermKind.autumn, TermKind.spring, TermKind.summer))
    ]
    base.put(Calendar(year=2026, state=CalendarState.approved, periods=periods))
    base.programme = base.put(Programme(code="6B02101", name=Text(kk="Аспаптық орындаушылық")))
    lines = [
        CurriculumLine(
            id=f"c-{code}", semester=semester + (course - 1) * 2, discipline=base.disciplines[code].ref(), code=code,
            cycle=Cycle.base, component=component, credits=Decimal(credits), block=block,
        )
        for code, (semester, credits, component, block, _) in PLAN.items()
    ]  # fmt: skip
    base.curriculum = base.put(
        Curriculum(programme=base.programme.ref(), intake=2026, state=CurriculumState.approved, lines=lines)
    )
    for n in range(people):
        add(base, n, course=course)
    return base


def _discipline(base: Base, code: str, credits: int, needs: tuple[str, ...], component: Component | None) -> None:
    base.disciplines[code] = base.put(
        Discipline(
            code=code, name=Text(kk=f"Пән {code}", ru=f"Дисциплина {code}", en=f"Discipline {code}"),
            credits=Decimal(credits), component=component, prerequisites=[base.disciplines[x].ref() for x in needs],
        )
    )  # fmt: skip


def add(base: Base, n: int, group: str = "ОР-26-1", course: int = 1, **more: Any) -> tuple[Id, Id]:
    """One more student."""
    assert base.programme is not None and base.faculty is not None and base.curriculum is not None
    profile = Profile(number=f"26-{n:04d}", name=Name(last=f"Студент{n:03d}", first="Айгүл"), iin_absent_reason="сынақ")
    study = StudyProfile(
        **{
            "id": f"st{n}", "programme": base.programme.ref(), "faculty": base.faculty.ref(), "year": course,
            "group": group, "language": "kk", "curriculum": base.curriculum.ref(), "admitted_on": date(2026, 8, 25),
            **more,
        }
    )  # fmt: skip
    made = students.admit(base.head, profile, study, Why("сынақ"), date(2026, 8, 25))
    base.pairs.append((made.id, study.id))
    return base.pairs[-1]


def line(plan: StudyPlan, code: str) -> PlanLine:
    """The newest line of a discipline in a plan."""
    return next(x for x in reversed(plan.lines) if x.code == code)


def states(plan: StudyPlan) -> dict[str, LineState]:
    """Where each discipline of a plan stands."""
    return {x.code: x.state for x in plan.lines}


def ref(of: Any) -> Ref:
    """A reference to a document."""
    found: Ref = of.ref()
    return found
