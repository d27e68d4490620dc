"""A small conservatory: teachers, an individual discipline, students of a class, their registered plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core import students
from core.desk import Desk, Why
from schemas.base import Ref, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline, Programme
from schemas.reference import Department, Person
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import Component, Cycle, LessonKind, LineState, StudyPlanState, TermKind
from tests.once import once


def put(desk: Desk, document: Any) -> Any:
    return desk.transact("reference.edit", lambda tx: tx.add(document.model_copy(deep=True), scoped=False), Why("тест"))


@dataclass
class House:
    """What stands in the base."""

    desk: Desk
    year: int
    faculty: Department
    unit: Department
    other: Department
    teachers: list[Person]
    special: Discipline
    piano: Discipline
    programme: Programme
    terms: list[Term]
    pupils: list[Student] = field(default_factory=list)

    @property
    def autumn(self) -> Term:
        return self.terms[0]

    def pupil(self, n: int, teacher: Person | None = None, **study: Any) -> Student:
        """A student of the class of the first teacher, or of another."""
        of = (teacher or self.teachers[0]).ref()
        values: dict[str, Any] = {
            "year": 1, "group": f"ОР-{(self.year - 1) % 100}-1", "admitted_on": date(self.year - 1, 8, 25),
            "programme": self.programme.ref(), "department": self.unit.ref(), "faculty": self.faculty.ref(),
            "teacher": of, **study,
        }  # fmt: skip
        profile = Profile(number=f"N-{n}", name=Name(last=f"Студент{n:02d}", first="А"), iin_absent_reason="тест")
        made = students.admit(self.desk, profile, StudyProfile(id=f"st-{n}", **values), Why("қабылдау"))
        self.pupils.append(made)
        return made

    def plan(self, of: Student, *disciplines: Discipline, state: LineState = LineState.registered) -> StudyPlan:
        """The plan of the year with these disciplines in the autumn."""
        study = of.studies[0]
        lines = [
            PlanLine(id=f"{study.id}-{d.code}", term=self.autumn.ref(), term_code=self.autumn.code,
                     discipline=d.ref(), code=d.code, credits=d.credits, lesson=d.lesson or LessonKind.group,
                     state=state, at=self.desk.now())
            for d in disciplines
        ]  # fmt: skip
        return put(self.desk, StudyPlan(
            student=of.ref(), study=study.id, number=of.number, key=of.search.key, year=self.year, course=study.year,
            group=study.group, department=study.department, faculty=study.faculty, teacher=study.teacher,
            state=StudyPlanState.approved, lines=lines,
        ))  # type: ignore[no-any-return] # fmt: skip


@once
def house(desk: Desk, year: int = 2026, teachers: int = 3, terms: bool = True) -> House:
    """A faculty with two departments, teachers with a norm of 600 hours, an individual discipline of each."""
    faculty = put(desk, Department(code="F", kind="faculty", name=Text(kk="Аспап факультеті")))
    unit = put(desk, Department(code="D1", name=Text(kk="Домбыра кафедрасы"), parent=faculty.ref()))
    other = put(desk, Department(code="D2", name=Text(kk="Фортепиано кафедрасы"), parent=faculty.ref()))
    people = [
        put(desk, Person(number=f"T{n}", name=Name(last=f"Оқытушы{n}", first="Б"), department=unit.ref(),
                         position="доцент", load=Decimal(600)))
        for n in range(teachers)
    ]  # fmt: skip
    special = put(desk, Discipline(
        code="SPEC", name=Text(kk="Мамандық"), credits=Decimal(6), lesson=LessonKind.individual, department=unit.ref(),
        class_hours=Decimal(32), accompanist_hours=Decimal(16)))  # fmt: skip
    piano = put(desk, Discipline(code="PIANO", name=Text(kk="Жалпы фортепиано"), credits=Decimal(2),
                                 lesson=LessonKind.individual, department=other.ref(),
                                 class_hours=Decimal(16)))  # fmt: skip
    programme = put(desk, Programme(code="6B02101", name=Text(kk="Дәстүрлі өнер"), credits=Decimal(240)))
    made = []
    if terms:
        made = [
            put(desk, Term(code=f"{year}-1", kind=TermKind.autumn, year=year, starts=date(year, 9, 1),
                           ends=date(year, 12, 21))),
            put(desk, Term(code=f"{year}-2", kind=TermKind.spring, year=year, starts=date(year + 1, 1, 18),
                           ends=date(year + 1, 5, 9))),
        ]  # fmt: skip
    return House(desk, year, faculty, unit, other, people, special, piano, programme, made)


def curriculum(of: House, intake: int, semesters: int = 8) -> Curriculum:
    """An approved curriculum in which the individual discipline stands in every semester."""
    lines = [
        CurriculumLine(id=f"l{n}", semester=n, discipline=of.special.ref(), code="SPEC", cycle=Cycle.profile,
                       component=Component.university, credits=Decimal(6), lesson=LessonKind.individual,
                       class_hours=Decimal(30), accompanist_hours=Decimal(15), department=of.unit.ref())
        for n in range(1, semesters + 1)
    ]  # fmt: skip
    made = Curriculum(programme=of.programme.ref(), intake=intake, semesters=semesters, lines=lines, state="approved",
                      credits=Decimal(6 * semesters), approved_on=date(intake, 6, 1) - timedelta(30))  # fmt: skip
    return put(of.desk, made)  # type: ignore[no-any-return]


def refs(people: list[Person]) -> list[Ref]:
    return [p.ref() for p in people]
