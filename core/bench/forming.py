"""Forming the classes of a term of 1,100 students (reading, thinking, writing) against the very same writes barely.

And the two pages of sections with 20,000 sections in the base: the table of needs and a page of the list.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core import grouping, house
from core.bench import Ratio, median_of
from core.bench.closing import desk_of, put
from core.db import floor
from core.db.codec import plain
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.grouping import forming, listing, reading
from core.i18n import order_key
from core.kinds.shipped import ship
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.section import Member, Section
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LessonKind, LineState, StudyLanguage, TermKind

GROUPS, SIZE, MANY, TIMES = 44, 25, 20_000, 3
# Of one year: kind of class and stream hours of what all study, and of what each of its eleven specialties has.
COMMON = ((LessonKind.group, 15), (LessonKind.group, 15), (LessonKind.subgroup, 0), (LessonKind.stream, 0))
OWN = ((LessonKind.individual, 0), (LessonKind.group, 0), (LessonKind.ensemble, 0))


def prepared(store: Store) -> tuple[Desk, Term]:
    """A term, its disciplines and 1,100 registered students in groups of 25, four years, two languages."""
    ship(store)
    desk = desk_of(store)
    term = put(desk, Term(code="2026-1", kind=TermKind.autumn, year=2026))
    house.refresh(store)
    plans: list[Row] = []
    students: list[Row] = []
    common = {y: [_discipline(desk, f"C{y}{n}", *kind) for n, kind in enumerate(COMMON)] for y in range(1, 5)}
    together = _discipline(desk, "ORC", LessonKind.collective, 0)
    for g in range(GROUPS):
        year, department = 1 + g % 4, Ref(id=f"d{g // 4}", label=Text(kk=f"Кафедра {g // 4}"))
        own = [_discipline(desk, f"S{g:02d}{n}", *kind) for n, kind in enumerate(OWN)]
        for n in range(SIZE):
            plan = _plan(f"{g:02d}{n:02d}", f"Г-{g:02d}", year, department, [*common[year], *own, together], term)
            plans.append(plan)
            study = {"id": plan["study"], "teacher": plan["teacher"], "department": plan["department"]}
            students.append({"_id": plan["student"]["id"], "number": plan["number"], "studies": [study]})
    floor.fill(store.db, "study_plans", plans)
    floor.fill(store.db, "students", students)
    return desk, term


def _discipline(desk: Desk, code: str, lesson: LessonKind, lectures: int) -> Discipline:
    name = Text(kk=f"Пән {code}", ru=f"Дисциплина {code}", en=f"Discipline {code}")
    return put(
        desk, Discipline(code=code, name=name, credits=Decimal(5), lesson=lesson, lecture_hours=Decimal(lectures))
    )


def _plan(number: str, group: str, year: int, department: Ref, of: list[Discipline], term: Term) -> Row:
    name = f"Студент{number} Айгүл"
    lines = [
        PlanLine(
            id=f"{number}{d.code}", term=term.ref(), term_code=term.code, discipline=d.ref(), code=d.code,
            credits=d.credits, state=LineState.registered, at=datetime(2026, 8, 20, tzinfo=UTC),
        )
        for d in of
    ]  # fmt: skip
    spoken = StudyLanguage.ru if department.id in ("d3", "d7") else StudyLanguage.kk
    made: Row = plain(StudyPlan(
        student=Ref(id=f"b{number}", label=Text(kk=name)), study=f"st{number}", number=number, key=order_key(name),
        year=2026, course=year, group=group, language=spoken, department=department,
        faculty=Ref(id="f1", label=Text(kk="Факультет")), teacher=Ref(id="p1", label=Text(kk="Оқытушы")), lines=lines,
    ))  # fmt: skip
    return made


def formed(desk: Desk, term: Term) -> int:
    """A whole term as the job forms it; how many sections."""
    made = 0
    for batch in forming.batches(reading.counts(desk.store, term.id)):
        made += grouping.form(desk, term.id, batch, Why("bench"), small=True).sections
    return made


def measure(store: Store, _: str) -> list[Ratio]:
    """Forming is timed, its own writes are taken back and timed barely; then the lists among many sections."""
    desk, term = prepared(store)
    ours, bare, made = [], [], 0
    for n in range(TIMES + 1):
        floor.recording(True)
        start = time.perf_counter()
        made = formed(desk, term)
        taken = time.perf_counter() - start
        written = floor.recording(False)
        floor.put_back(store, {}, written)
        start = time.perf_counter()
        floor.write(store, written)
        again = time.perf_counter() - start
        if n < TIMES:
            floor.put_back(store, {}, written)
        if n:  # the first warms the caches of both
            ours.append(taken)
            bare.append(again)
    found = [Ratio("form a term of 1,100 students", statistics.median(ours), statistics.median(bare), 10,
                   f"{made} sections, aim 2 s")]  # fmt: skip
    floor.fill(store.db, "sections", _many(term))
    bare_page = median_of(lambda: store.rows("sections", {"term.id": term.id}, {"members": 0}, [("code", 1)], 50), 5)
    page = median_of(lambda: (listing.rows(desk, term.id), listing.count(desk, term.id)), 5)
    found.append(Ratio("a page among 20,000 sections", page, bare_page, 80, "aim 500 ms"))
    needs = median_of(lambda: grouping.needs(desk, term.id), 3)
    found.append(Ratio("the table of needs of a term", needs, bare_page, 400, "aim 500 ms"))
    return found


def _many(term: Term) -> list[dict[str, Any]]:
    """Sections of other disciplines in the same term, with people, only to be searched among."""
    member = Member(student=Ref(id="x", label=Text(kk="Студент")), study="x", number="1")
    of = Ref(id="many", label=Text(kk="Көп пән"))
    one = plain(Section(code="x", term=term.ref(), discipline=of, members=[member] * 12))
    return [{**one, "_id": f"many{n:05d}", "code": f"2026-1-MANY-G{n:05d}"} for n in range(MANY)]
