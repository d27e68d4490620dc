"""Closing a sheet of 30 against the very same writes in a bare transaction."""

from __future__ import annotations

import statistics
import time
from datetime import date
from decimal import Decimal

from core import rulebooks, sheets, students
from core.access import Actor
from core.bench import Ratio
from core.db import floor
from core.db.store import D, Store
from core.desk import Desk, Why
from core.sheets import drafts
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import OWN, GradeSheet
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role, TermKind

PEOPLE, TIMES = 30, 12


def desk_of(store: Store) -> Desk:
    """The head's desk of the bench."""
    return Desk(Actor("bench", "Bench", Role.head), store)


def put(desk: Desk, document: D) -> D:
    """A reference document entered by an act."""
    return desk.transact("reference.edit", lambda tx: tx.add(document), Why("bench"))


def prepared(desk: Desk) -> list[GradeSheet]:
    """One group of 30 with a sheet for each of several disciplines, filled and ready to close."""
    if not desk.store.count("rulebooks", {}):
        rulebooks.install(desk, "kz-2022")
    term = put(desk, Term(code="2026-1", kind=TermKind.autumn, year=2026))
    members = []
    for i in range(PEOPLE):
        profile = Profile(number=f"B{i}", name=Name(last=f"Студент{i}", first="Айгүл"), iin_absent_reason="bench")
        made = students.admit(desk, profile, StudyProfile(id=f"st{i}"), Why("b"), date(2025, 9, 1))
        members.append(Member(student=made.ref(), study=f"st{i}", number=made.number))
    out = []
    teacher = Ref(id="p", label=Text(kk="Оқытушы"))
    for n in range(TIMES + 2):
        discipline = put(
            desk,
            Discipline(code=f"D{n}", name=Text(kk=f"Пән {n}", ru=f"Дисциплина {n}", en=f"D {n}"), credits=Decimal(5)),
        )
        section = put(desk, Section(code=f"S{n}", term=term.ref(), discipline=discipline.ref(), members=members))
        sheet = sheets.open_sheet(desk, section.id, date(2026, 11, 20), [teacher], Why("b"))
        cells = [(x.student.id, c, str(70 + (i * 7 + n) % 30)) for i, x in enumerate(sheet.lines) for c in OWN]
        sheets.keep(desk, sheet.id, cells)
        out.append(sheet)
    return out


def measure(store: Store, _: str) -> list[Ratio]:
    """Each closing is timed, put back, and its own writes are timed barely."""
    desk = desk_of(store)
    ours, bare = [], []
    for n, sheet in enumerate(prepared(desk)):
        rules = rulebooks.get(store, sheet.rules)
        seen = sheets.seen_mark(drafts.of_sheet(desk, sheet, rules), desk.actor.id)
        ids = [x.student.id for x in sheet.lines]
        before = {
            "students": store.rows("students", {"_id": {"$in": ids}}),
            "grade_sheets": store.rows("grade_sheets", {"_id": sheet.id}),
        }
        before["drafts"] = store.rows("drafts", {"sheet": sheet.id})
        floor.recording(True)
        start = time.perf_counter()
        sheets.close(desk, sheet.id, sheet.revision, seen, Why("bench"))
        taken = time.perf_counter() - start
        written = floor.recording(False)
        floor.put_back(store, before, written)
        start = time.perf_counter()
        floor.write(store, written)
        again = time.perf_counter() - start
        if n >= 2:  # the first two warm the caches of both
            ours.append(taken)
            bare.append(again)
    return [Ratio("close a sheet of 30", statistics.median(ours), statistics.median(bare), 2)]
