"""An office with norms, a term, disciplines and registered students, for tests of streams and groups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core import grouping, house, rulebooks, sheets, students
from core.desk import Desk, Why
from core.kinds.acts import make
from core.kinds.shipped import entries
from core.tx import Tx
from schemas.base import Ref, Text, new_id
from schemas.discipline import Discipline
from schemas.kinds import Sort
from schemas.reference import Person
from schemas.section import Formation, Section
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LessonKind, LineState, PlanReason, StudyLanguage, TermKind

REASON = "оқу бөлімінің шешімі"
F1, F2 = Ref(id="f1", label=Text(kk="Аспап")), Ref(id="f2", label=Text(kk="Вокал"))
DEPARTMENT = Ref(id="d1", label=Text(kk="Домбыра"))
TEACHER = Ref(id="p1", label=Text(kk="Ахметова"))


def put(desk: Desk, document: Any) -> Any:
    return desk.transact("reference.edit", lambda tx: tx.add(document, scoped=False), Why("тест"))


def why() -> Why:
    """A reason with a command number of its own."""
    return Why(REASON)


class Place:
    """An office with norms, a term and registered students."""

    def __init__(self, head: Desk) -> None:
        self.desk, self.store = head, head.store
        put_kinds(head)
        self.term: Term = put(
            head, Term(code="2026-1", kind=TermKind.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2026, 12, 30))
        )
        put(head, Person(_id="p1", number="1", name=Name(last="Ахметова", first="С")))
        self.people: list[Student] = []

    def discipline(self, code: str = "SOL", lesson: LessonKind = LessonKind.group, **more: Any) -> Discipline:
        made: Discipline = put(
            self.desk, Discipline(code=code, name=Text(kk=f"Пән {code}"), credits=Decimal(5), lesson=lesson, **more)
        )
        return made

    def register(self, of: Discipline, many: int, group: str = "A", reason: PlanReason = PlanReason.curriculum,
                 faculty: Ref = F1, course: int = 1) -> list[Student]:  # fmt: skip
        made = []

        def plans(tx: Tx) -> StudyPlan:
            for one in made:
                line = PlanLine(
                    id=new_id(), term=self.term.ref(), term_code=self.term.code, discipline=of.ref(), code=of.code,
                    credits=of.credits, lesson=of.lesson or LessonKind.group, reason=reason, at=tx.now,
                    state=LineState.registered,
                )  # fmt: skip
                plan = tx.add(StudyPlan(
                    student=one.ref(), study=one.studies[0].id, number=one.number, key=one.number, year=2026,
                    course=course, group=group, language=StudyLanguage.kk, faculty=faculty, department=DEPARTMENT,
                    teacher=TEACHER, lines=[line],
                ))  # fmt: skip
            return plan

        for _ in range(many):
            n = len(self.people)
            profile = Profile(number=f"N{n:03d}", name=Name(last=f"Студент{n:03d}", first="А"), iin_absent_reason="т")
            study = StudyProfile(id=f"st{n:03d}", faculty=faculty, department=DEPARTMENT, teacher=TEACHER, group=group)
            self.people.append(students.admit(self.desk, profile, study, Why("т"), date(2026, 8, 25)))
            made.append(self.people[-1])
        self.desk.transact("plan.choose", plans, Why("т"))
        return made

    def form(self, of: Discipline, **more: Any) -> list[Section]:
        grouping.form(self.desk, self.term.id, [of.id], why(), **more)
        return self.of(of)

    def of(self, discipline: Discipline, kind: LessonKind | None = None) -> list[Section]:
        rows = self.store.rows("sections", {"discipline.id": discipline.id}, sort=[("code", 1)])
        found = [Section.model_validate(r) for r in rows]
        return [s for s in found if kind is None or s.kind is kind]

    def groups(self) -> tuple[Discipline, Section, Section]:
        """A discipline with two groups of 15, formed."""
        of = self.discipline()
        self.register(of, 15, "A")
        self.register(of, 15, "B")
        first, second = self.form(of)
        return of, first, second

    def move(self, a: Section, b: Section, who: list[str], desk: Desk | None = None) -> Formation:
        return grouping.move(desk or self.desk, a.id, b.id, who, {a.id: a.revision, b.id: b.revision}, why())


def put_kinds(head: Desk) -> None:
    found = [k for k in entries() if k.sort is Sort.norm]

    def work(tx: Tx) -> Any:
        with house.coming(found):
            return [make(tx, k, 0) for k in found][-1]

    head.transact("kind.ship", work, Why("т"), right="kind.edit")
    house.refresh(head.store)


def sheet_of(place: Place, section: Section, close: bool = False) -> str:
    rulebooks.install(place.desk, "kz-2022")
    made = sheets.open_sheet(place.desk, section.id, date(2026, 11, 20), [TEACHER], Why("сессия"))
    return made.number
