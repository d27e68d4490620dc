"""Opening every sheet of a period, and closing many: against the very same writes in bare transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from core import rulebooks, sheets, students
from core.bench import Ratio
from core.bench.closing import desk_of, put
from core.db import floor
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.sheets import drafts, period
from core.sheets.opening import Frame
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import OWN, GradeSheet
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import TermKind

SHEETS, GROUPS, PEOPLE, CLOSED = 3_000, 40, 30, 400
DAY = date(2026, 11, 20)


def measure(store: Store, _: str) -> list[Ratio]:
    """3,000 sheets of 30 opened in parts of a hundred; 400 of them filled and closed."""
    desk = desk_of(store)
    rulebooks.install(desk, "kz-2022")
    term = put(desk, Term(code="2026-1", kind=TermKind.autumn, year=2026, sheets_due=date(2026, 12, 31)))
    groups = []
    for g in range(GROUPS):
        members = []
        for i in range(PEOPLE):
            profile = Profile(number=f"B{g}-{i}", name=Name(last=f"Студент{g}-{i}", first="А"), iin_absent_reason="b")
            made = students.admit(desk, profile, StudyProfile(id=f"st{g}-{i}"), Why("b"), date(2025, 9, 1))
            members.append(Member(student=made.ref(), study=f"st{g}-{i}", number=made.number))
        groups.append(members)
    teacher = Ref(id="p", label=Text(kk="Оқытушы"))
    each = SHEETS // GROUPS
    for n in range(each):
        of = put(desk, Discipline(code=f"D{n}", name=Text(kk=f"Пән {n}"), credits=Decimal(5)))
        rows = [
            Section(code=f"S{n}-{g}", term=term.ref(), discipline=of.ref(), members=m, teacher=teacher)
            for g, m in enumerate(groups)
        ]  # fmt: skip

        def write(tx: Tx, rows: list[Section] = rows) -> Section:
            return [tx.add(r) for r in rows][0]

        desk.transact("section.edit", write, Why("b"))

    wish = period.Wish(term.id, ("exam",), day=DAY)
    start = time.perf_counter()
    found = period.preview(desk, wish)
    looked = time.perf_counter() - start
    frames = {"exam": Frame.of("exam")}
    ours = bare = 0.0
    for at in range(0, len(found.opened), period.PART):
        part = found.opened[at : at + period.PART]
        taken, again = twice(store, {}, lambda part=part: period.put_in(desk, wish, part, frames, Why("b")))  # type: ignore[misc]
        ours, bare = ours + taken, bare + again
    note = f"preview {looked:.1f} s; {ours / SHEETS * 1000:.1f} ms a sheet"
    return [Ratio(f"open {SHEETS:,} sheets of {PEOPLE}", ours, bare, 12, note), _closing(store, desk)]


def _closing(store: Store, desk: Desk) -> Ratio:
    ours = bare = 0.0
    ids = [r["_id"] for r in store.rows("grade_sheets", {}, {"_id": 1}, [("number", 1)], CLOSED)]
    for id in ids:
        sheet = desk.get(GradeSheet, id, "grade_sheet.read")
        sheets.keep(desk, id, [(x.student.id, c, str(70 + i % 30)) for i, x in enumerate(sheet.lines) for c in OWN])
        seen = sheets.seen_mark(drafts.of_sheet(desk, sheet, rulebooks.get(store, sheet.rules)), desk.actor.id)
        people = {"_id": {"$in": [x.student.id for x in sheet.lines]}}
        before = {
            "students": store.rows("students", people), "grade_sheets": store.rows("grade_sheets", {"_id": id}),
            "drafts": store.rows("drafts", {"sheet": id}),
        }  # fmt: skip
        taken, again = twice(
            store, before,
            lambda of=sheet, seen=seen: sheets.close(desk, of.id, of.revision, seen, Why("b")),  # type: ignore[misc]
        )  # fmt: skip
        ours, bare = ours + taken, bare + again
    return Ratio(f"close {len(ids)} sheets of {PEOPLE}", ours, bare, 2, f"{ours / len(ids) * 1000:.0f} ms a sheet")


def twice(store: Store, before: dict[str, list[Row]], work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of an act, and of its own writes done barely once it was put back; what it wrote stays."""
    floor.recording(True)
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    written = floor.recording(False)
    floor.put_back(store, before, written)
    start = time.perf_counter()
    floor.write(store, written)
    return taken, time.perf_counter() - start
