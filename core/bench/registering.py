"""Registering a year of 300 students for 10 disciplines each, with all checks, against the very same writes barely."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

from core import registration, students
from core.bench import Ratio
from core.bench.closing import desk_of, put
from core.db import floor
from core.db.store import Store
from core.desk import Desk, Why
from core.registration import Asked, Wish, groups
from core.tx import Tx
from schemas import events as ev
from schemas.base import Ref, Text, new_id
from schemas.calendar import Calendar, Period
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline, Programme
from schemas.section import Section
from schemas.student import Name, Profile, Result, Student, StudyProfile
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.timetable import Lesson, Weekday
from schemas.words import CalendarState, Component, CurriculumState, Cycle, PeriodKind, ResultState, TermKind

PEOPLE, EACH, GROUP = 300, 5, 25  # disciplines a semester: four that everybody has, one of a block of three


def prepared(desk: Desk) -> tuple[Asked, int]:
    """300 students of one intake, a year of ten disciplines for each; what is asked, and how many lines it makes."""
    today = desk.today()
    year = today.year if today.month >= 9 else today.year - 1
    kinds = (TermKind.autumn, TermKind.spring)
    terms = [
        put(desk, Term(code=f"{year}-{n}", kind=k, year=year, ends=today + timedelta(400)))
        for n, k in enumerate(kinds, 1)
    ]
    first, last = today - timedelta(1), today + timedelta(9)
    window = Period(id="p", kind=PeriodKind.registration, starts=first, ends=last)
    put(desk, Calendar(year=year, state=CalendarState.approved, periods=[window]))
    programme = put(desk, Programme(code="6B02101", name=Text(kk="Бағдарлама")))
    lines: list[CurriculumLine] = []
    wishes: list[Wish] = []
    before: list[Ref] = []
    for semester, term in enumerate(terms, 1):
        made = [
            put(desk, Discipline(code=f"R{semester}{n}", name=Text(kk=f"Пән {semester}.{n}"), credits=Decimal(5),
                                 prerequisites=before[:1]))
            for n in range(EACH + 2)
        ]  # fmt: skip
        before = [d.ref() for d in made]
        for n, d in enumerate(made):
            choice = n >= EACH - 1
            lines.append(
                CurriculumLine(
                    id=new_id(), semester=semester, discipline=d.ref(), code=d.code, cycle=Cycle.base,
                    component=Component.elective if choice else Component.mandatory, credits=d.credits,
                    block="A" if choice else "",
                )
            )  # fmt: skip
        wishes.append(Wish(term.id, made[-1].id))
        _taught(desk, term, made)
    curriculum = put(
        desk, Curriculum(programme=programme.ref(), intake=year, state=CurriculumState.approved, lines=lines)
    )
    pairs = []
    for n in range(PEOPLE):
        profile = Profile(number=f"R{n}", name=Name(last=f"Студент{n}", first="Айгүл"), iin_absent_reason="bench")
        study = StudyProfile(
            id=f"st{n}", programme=programme.ref(), curriculum=curriculum.ref(), year=1, group=f"Р-{n // GROUP}"
        )
        pairs.append((students.admit(desk, profile, study, Why("b"), date(year, 8, 1)).id, study.id))
    passed = put(desk, Discipline(code="R0", name=Text(kk="Өткен пән"), credits=Decimal(5)))
    for n in range(0, PEOPLE, 50):
        _studied(desk, passed, pairs[n : n + 50])
    return Asked(year, tuple(pairs), tuple(wishes)), PEOPLE * EACH * len(terms)


def _taught(desk: Desk, term: Term, disciplines: list[Discipline]) -> None:
    """Sections with lessons, so that the timetable is asked too."""
    for n, discipline in enumerate(disciplines):
        for group in range(3):
            section = put(
                desk, Section(code=f"{discipline.code}-{group}", term=term.ref(), discipline=discipline.ref())
            )
            put(
                desk,
                Lesson(
                    term=term.ref(), section=section.ref(), discipline=discipline.ref(),
                    weekday=list(Weekday)[n % 5], starts=f"{9 + group}:00", ends=f"{9 + group}:50",
                ),
            )  # fmt: skip


def _studied(desk: Desk, discipline: Discipline, pairs: list[tuple[str, str]]) -> None:
    """Some attempts behind everybody: the checks walk through them."""

    def work(tx: Tx) -> Student:
        for student, study in pairs:
            for n in range(8):
                result = Result(
                    id=tx.new_id(), discipline=Ref(id=f"{discipline.id}{n}", label=discipline.name), code=f"R0{n}",
                    term="before", credits=discipline.credits, letter="B", state=ResultState.passed,
                    earned=discipline.credits, gpa=False, rules="-", on=tx.today,
                )  # fmt: skip
                tx.append(student, ev.ResultRecorded, None, study=study, result=result)
        return tx.student_document(pairs[0][0])

    desk.transact("student.recognise", work, Why("bench"), right="student.edit")


def measure(store: Store, _: str) -> list[Ratio]:
    """The preview and the registration itself, each time for everybody; put back, and its own writes timed barely."""
    desk = desk_of(store)
    asked, lines = prepared(desk)
    ids = [student for student, _ in asked.studies]
    before = {"students": store.rows("students", {"_id": {"$in": ids}})}
    ours, bare, looks = [], [], []
    for _again in range(3):
        start = time.perf_counter()
        seen = registration.preview(desk, asked)
        looks.append(time.perf_counter() - start)
        floor.recording(True)
        start = time.perf_counter()
        done = groups.carry_out(desk, asked, seen.seen, Why("bench"))
        ours.append(time.perf_counter() - start)
        written = floor.recording(False)
        if (done.done, done.lines) != (PEOPLE, lines):
            raise RuntimeError(f"not everybody was registered: {done}")
        floor.put_back(store, before, written)
        start = time.perf_counter()
        floor.write(store, written)
        bare.append(time.perf_counter() - start)
        floor.put_back(store, before, written)
    note = f"preview {min(looks):.2f} s; {store.size(StudyPlan.collection)} plans left"
    return [Ratio("register 300 students for 10 disciplines", min(ours), min(bare), 6, note)]
