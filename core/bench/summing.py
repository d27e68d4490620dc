"""The summaries of an institution of 1,100: every group of a term, against a bare reading of the same records and the
very same writes in a bare transaction."""

from __future__ import annotations

import gc
import time
from datetime import date
from decimal import Decimal

from core import house, rulebooks, sheets
from core.bench import Ratio, median_of
from core.bench.closing import desk_of, put
from core.bench.opening import twice
from core.bench.searching import people
from core.db import floor
from core.db.codec import plain
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.kinds import ship
from core.sheets import period, summary
from core.sheets.opening import Frame
from core.sheets.summary.reading import fields
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.student import Result
from schemas.term import Term
from schemas.words import ResultState, TermKind

GROUPS, PEOPLE, TERMS, EACH = 55, 20, 5, 10  # 1,100 students, each with fifty results
GRADES = (("A", 97, "4.0"), ("B+", 86, "3.33"), ("B", 81, "3.0"), ("C", 66, "2.0"), ("F", 20, "0"))


def measure(store: Store, _: str) -> list[Ratio]:
    """All groups computed, opened in one act of each hundred, and closed one by one."""
    desk = desk_of(store)
    rulebooks.install(desk, "kz-2022")
    ship(store)
    house.refresh(store)
    term = put(desk, Term(code="2025-2", kind=TermKind.spring, year=2025))
    floor.fill(store.db, "students", _students())
    gc.collect()
    gc.freeze()
    codes = [f"Г-{g:02d}" for g in range(GROUPS)]
    where = {"studies.group": {"$in": codes}}
    bare = median_of(lambda: store.rows("students", where, fields(term.code)), 5)
    rules, wish = rulebooks.in_force(store, desk.today()), period.Wish(term.id, ("summary",))
    blank = GradeSheet(_id="b", number="", term=term.ref(), term_code=term.code, discipline=summary.ALL, rules=rules.id,
                       discipline_code="", credits=Decimal(0), day=desk.today(),
                       form=Frame.of("summary").kind.form())  # fmt: skip

    def computed() -> list[GradeSheet]:
        return [summary.filled(blank, pairs, rules) for pairs in summary.of_groups(store, codes, term.code).values()]

    ours = median_of(computed, 5)
    start = time.perf_counter()
    found = period.preview(desk, wish)
    note = f"preview {(time.perf_counter() - start) * 1000:.0f} ms"
    taken, again = twice(store, {}, lambda: period.put_in(desk, wish, found.opened, {"summary": Frame.of("summary")},
                                                          Why("b")))  # fmt: skip
    made = len(found.opened)
    return [
        Ratio(f"compute {made} summaries of {PEOPLE}", ours, bare, 3, f"{ours / made * 1000:.1f} ms a group"),
        Ratio(f"open {made} summaries of {PEOPLE}", taken, again + bare, 4, note), _closing(store, desk, term),
    ]  # fmt: skip


def _closing(store: Store, desk: Desk, term: Term) -> Ratio:
    """Each is checked against the record, so its students' reading is part of the floor."""
    ours = bare = 0.0
    rows = store.rows("grade_sheets", {"kind": "summary"}, sort=[("number", 1)])
    for sheet in map(GradeSheet.model_validate, rows):
        before = {"grade_sheets": store.rows("grade_sheets", {"_id": sheet.id}), "drafts": []}
        taken, again = twice(
            store, before,
            lambda of=sheet: sheets.close(desk, of.id, of.revision, sheets.seen_mark({}, "b"), Why("b")),  # type: ignore[misc]
        )  # fmt: skip
        start = time.perf_counter()
        store.rows("students", {"studies.group": summary.group_of(sheet)}, fields(term.code))
        ours, bare = ours + taken, bare + again + time.perf_counter() - start
    return Ratio(f"close {len(rows)} summaries", ours, bare, 4, f"{ours / len(rows) * 1000:.0f} ms a sheet")


def _students() -> list[Row]:
    rows = people(GROUPS * PEOPLE)
    for n, row in enumerate(rows):
        group = n // PEOPLE
        study = {"id": f"st{n}", "status": "active", "group": f"Г-{group:02d}", "year": 3,
                 "faculty": plain(Ref(id="f", label=Text(kk="Факультет"))),
                 "department": plain(Ref(id=f"d{group % 5}", label=Text(kk="Кафедра"))),
                 "totals": {"academic_debts": 1}, "record": [plain(r) for r in _record(n, group)]}  # fmt: skip
        row["studies"] = [study]
    return rows


def _record(n: int, group: int) -> list[Result]:
    made = []
    for t in range(TERMS):
        for d in range(EACH):
            letter, percent, points = GRADES[(n + t + d) % len(GRADES)]
            passed = letter != "F"
            code = f"P{group % 6}{t}{d:02d}"
            made.append(Result(
                id=f"{n}-{t}-{d}", discipline=Ref(id=code, label=Text(kk=f"Пән {code}")), code=code,
                term=f"{2023 + (t + 1) // 2}-{(t + 1) % 2 + 1}", credits=Decimal(3), final_grade=Decimal(percent),
                letter=letter, points=Decimal(points), state=ResultState.passed if passed else ResultState.failed,
                earned=Decimal(3 if passed else 0), gpa=True, rules="kz-2022@1", on=date(2024, 1, 20),
            ))  # fmt: skip
    return made
