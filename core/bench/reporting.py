"""A summary table over 100,000 students, read whole in parts, against one bare grouping of the same; its first answer.

The students are those of the bench of indicators: the last nine intakes have their records in them.
"""

from __future__ import annotations

import gc
import time
from datetime import date

from core import house, reports
from core.bench import Ratio, median_of
from core.bench.closing import desk_of, put
from core.bench.indicators import PEOPLE, YEARS, students_of
from core.bench.lists import parts
from core.db.store import Row, Store
from core.kinds import ship
from schemas.condition import Asked
from schemas.report import Figure, Reckoned, ReportBody, ReportCut
from schemas.term import Term
from schemas.words import TermKind

AIM = "aim 1 s, or how far it is"


def measure(store: Store, _: str) -> list[Ratio]:
    """The whole table with how far it is told; when it is told first; its sample while one builds."""
    ship(store)
    desk = desk_of(store)
    house.refresh(store)
    this = desk.today().year if desk.today().month > 8 else desk.today().year - 1
    terms = [
        put(desk, Term(code=f"{y}-1", kind=TermKind.autumn, year=y, starts=date(y, 9, 1), ends=date(y, 12, 31)))
        for y in range(this - YEARS, this + 1)
    ]
    parts(store, "students", students_of(terms, this))
    gc.collect()
    gc.freeze()
    body = ReportBody(
        source=Asked.studies, rows=[ReportCut(field="studies.department")], across=ReportCut(field="studies.status"),
        figures=[Figure(), Figure(what=Reckoned.share_row)],
    )  # fmt: skip
    told: list[float] = []
    start = time.perf_counter()

    def step(done: int, of: int) -> None:
        told.append(time.perf_counter() - start)

    bare = median_of(lambda: _bare(store), 3)
    start = time.perf_counter()
    made = reports.run(desk, body, step=step)
    whole = time.perf_counter() - start
    assert made.n == PEOPLE
    sample = median_of(lambda: reports.run(desk, body, most=reports.LIVE), 3)
    note = f"{AIM}; in {len(told) - 1} parts, told first after {told[0] * 1000:.0f} ms"
    return [
        Ratio(f"a summary table of {PEOPLE:,} students", whole, bare, 3, note),
        Ratio("its sample while one builds", sample, bare, 1, "aim 1 s"),
    ]


def _bare(store: Store) -> list[Row]:
    """What any such table must do: open the studies and count."""
    key = {"d": "$studies.department.id", "s": "$studies.status"}
    return store.aggregate("students", [{"$unwind": "$studies"}, {"$group": {"_id": key, "n": {"$sum": 1}}}])
