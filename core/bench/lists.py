"""The lists of who studies what, with 100,000 students and 20,000 sections in the base, against a bare page of 50.

Ten terms, each with its sections and lessons; all those who have left have a plan of their last year.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from core import grouping, references, registration, students, summer, timetable
from core.bench import Ratio, median_of
from core.bench.closing import desk_of, put
from core.bench.searching import people
from core.calendar.ahead import ahead
from core.curricula import lists
from core.db import floor
from core.db.codec import plain
from core.db.store import Row, Store
from core.desk import Desk
from core.grouping import listing
from core.i18n import order_key
from core.kinds.shipped import ship
from core.load import reading as load
from core.registration import overview
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.section import Member, Section
from schemas.study_plan import PlanLine, Refusal, StudyPlan
from schemas.term import Term
from schemas.timetable import Lesson, Weekday
from schemas.words import LessonKind, LineState, PlanReason, StudyPlanState, TermKind

PEOPLE, STUDYING, SECTIONS, TERMS, EACH, SIZE, SEATS = 100_000, 1_100, 20_000, 10, 10, 25, 6
AIM = "aim 500 ms"


def measure(store: Store, _: str) -> list[Ratio]:
    """Each list as its page reads it, for the head, who sees everybody."""
    ship(store)
    desk = desk_of(store)
    terms = [put(desk, Term(code=f"{y}-1", kind=TermKind.autumn, year=y, starts=date(y, 9, 1), ends=date(y, 12, 31)))
             for y in range(2026, 2026 - TERMS, -1)]  # fmt: skip
    made = [put(desk, Discipline(code=f"L{n:03d}", name=Text(kk=f"Пән {n}"), credits=Decimal(5))) for n in range(200)]
    rows = people(PEOPLE)
    parts(store, "students", _with_studies(rows))
    parts(store, "study_plans", _plans(rows, terms, made))
    parts(store, "sections", _sections(terms, made))
    parts(store, "lessons", _lessons(terms, made))
    parts(store, "refusals", _refusals(rows, terms, made))
    rows.clear()
    gc.collect()  # as the office runs (core/ui/warm.py): else every reading walks through what was filled in
    gc.freeze()
    bare = median_of(lambda: store.rows("students", {}, {"events": 0}, [("search.key", 1)], 50), 20)
    return [Ratio(name, median_of(work, 5), bare, aim, AIM) for name, work, aim in _read(desk, terms[0])]


def _read(desk: Desk, term: Term) -> list[tuple[str, Callable[[], object], float]]:
    year = overview.Chosen(term.year)
    everything: tuple[str, dict[str, object]] = ("", {})
    return [
        ("list: students", lambda: (students.listed(desk, ""), students.count(desk, "")), 250),
        ("list: groups of a year and their plans", lambda: overview.groups(desk, year), 100),
        ("list: one group, its plans checked", lambda: overview.members(desk, term.year, "Г-00"), 200),
        ("list: electives of a term", lambda: registration.demand(desk, term.id), 150),
        ("list: refusals", lambda: (registration.refusals(desk), registration.refusals_count(desk)), 80),
        ("list: repeats without a payment", lambda: overview.unpaid(desk, term.year), 10),
        ("list: sections of a term", lambda: (listing.rows(desk, term.id), listing.count(desk, term.id)), 80),
        ("list: needs of a term", lambda: grouping.needs(desk, term.id), 400),
        ("list: load of a year", lambda: load.found(desk, load.scope_of(desk, term.year)), 300),
        ("list: lessons of a term",
         lambda: (timetable.listed(desk, term, *everything, "weekday", False, 0, 50),
                  timetable.count(desk, term, *everything)), 80),
        ("list: clashes of a term", lambda: timetable.term_clashes(desk, term), 800),
        ("list: need of the summer semester", lambda: summer.needs(desk), 100),
        ("list: curricula", lambda: (lists.listed(desk, *everything, "intake", True, 0, 50),
                                     lists.count(desk, *everything)), 10),
        ("list: disciplines", lambda: references.listed(desk, Discipline, *everything, "code", False, 0, 50), 10),
        ("home: what opens, closes and is late", lambda: ahead(desk), 20),
    ]  # fmt: skip


def parts(store: Store, collection: str, rows: Iterator[Row]) -> None:
    """Fill a collection, some thousands at a time."""
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == 5000:
            floor.fill(store.db, collection, some)
            some = []
    if some:
        floor.fill(store.db, collection, some)


def _group(n: int) -> str:
    return f"Г-{n // SIZE:02d}" if n < STUDYING else f"Б-{n // SIZE:04d}"


def _with_studies(rows: list[dict[str, object]]) -> Iterator[Row]:
    """The first ones study, the others have graduated; few of either owe something."""
    for n, row in enumerate(rows):
        owes = n % 40 == 0
        study: Row = {
            "id": f"st{n}", "status": "active" if n < STUDYING else "graduated", "year": n % 4 + 1, "group": _group(n),
            "programme": None, "department": None, "faculty": None, "record": [],
            "totals": {"academic_debts": int(owes), "credits": Decimal(60 * (n % 4)), "gpa": Decimal("2.9")},
        }  # fmt: skip
        yield {**row, "studies": [plain(study)]}


def _plans(rows: list[dict[str, object]], terms: list[Term], made: list[Discipline]) -> Iterator[Row]:
    """Twenty choices of ten disciplines in each term; the plans of a choice differ by who has them."""
    shared: dict[tuple[int, int], Row] = {}
    for n, row in enumerate(rows):
        term, choice = terms[0] if n < STUDYING else terms[1 + n % (TERMS - 1)], n % 20
        if (term.year, choice) not in shared:
            lines = [_line(term, made[choice * EACH + k], k) for k in range(EACH)]
            one = StudyPlan(student=Ref(id="", label=Text(kk="-")), study="", number="", year=term.year, lines=lines,
                            state=StudyPlanState.signed)  # fmt: skip
            shared[term.year, choice] = plain(one)
        name = str(row["number"])
        yield {
            **shared[term.year, choice], "_id": f"plan{n}", "study": f"st{n}", "number": name, "key": order_key(name),
            "student": {"id": row["_id"], "label": {"kk": name, "ru": "", "en": ""}}, "course": n % 4 + 1,
            "group": _group(n),
        }  # fmt: skip


def _line(term: Term, d: Discipline, k: int) -> PlanLine:
    reason = PlanReason.elective if k == EACH - 1 else PlanReason.curriculum
    return PlanLine(
        id=f"{d.code}-{term.code}", term=term.ref(), term_code=term.code, discipline=d.ref(), code=d.code,
        credits=d.credits, state=LineState.registered, reason=reason, at=datetime(2026, 8, 20, tzinfo=UTC),
    )  # fmt: skip


def _sections(terms: list[Term], made: list[Discipline]) -> Iterator[Row]:
    for n in range(SECTIONS):
        term, d, t = terms[n % TERMS], made[n // TERMS % 200], n // TERMS % 150
        members = [Member(student=Ref(id=f"many{(n * SEATS + k) % STUDYING:06d}", label=Text(kk="Студент")),
                          study=f"st{(n * SEATS + k) % STUDYING}", number="1") for k in range(SEATS)]  # fmt: skip
        yield plain(Section(
            _id=f"sec{n}", code=f"{term.code}-{d.code}-G{n:05d}", term=term.ref(), discipline=d.ref(),
            hours=Decimal(30), teacher=Ref(id=f"p{t}", label=Text(kk=f"Оқытушы {t}")), kind=LessonKind.group,
            members=members,
        ))  # fmt: skip


def _lessons(terms: list[Term], made: list[Discipline]) -> Iterator[Row]:
    for n in range(SECTIONS):
        term, d, t = terms[n % TERMS], made[n // TERMS % 200], n // TERMS % 150
        hour, room = 8 + n // TERMS // 150 % 11, n // TERMS % 150
        yield plain(Lesson(
            _id=f"les{n}", term=term.ref(), section=Ref(id=f"sec{n}", label=Text(kk=f"G{n:05d}")), discipline=d.ref(),
            weekday=list(Weekday)[n // TERMS // 1650 % 6], starts=f"{hour:02d}:00", ends=f"{hour:02d}:50",
            teacher=Ref(id=f"p{t}", label=Text(kk=f"Оқытушы {t}")), room=Ref(id=f"r{room}", label=Text(kk=f"{room}")),
        ))  # fmt: skip


def _refusals(rows: list[dict[str, object]], terms: list[Term], made: list[Discipline]) -> Iterator[Row]:
    by = Ref(id="bench", label=Text(kk="Bench"))
    for n in range(SECTIONS):
        row, term = rows[n], terms[n % TERMS]
        yield plain(Refusal(
            _id=f"ref{n}", at=datetime(2026, 8, 20, 1 + n % 20, n % 60, tzinfo=UTC), by=by, study=f"st{n}",
            student=Ref(id=str(row["_id"]), label=Text(kk="Студент")), number=str(row["number"]), year=term.year,
            term=term.ref(), discipline=made[n % 200].ref(), check="load",
        ))  # fmt: skip
