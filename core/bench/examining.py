"""Proposing the exams of a term of 1,100 students and putting them in, against the same reads and writes barely."""

from __future__ import annotations

import time
from datetime import timedelta

from core import exams
from core.bench import Ratio
from core.bench.closing import put
from core.bench.forming import formed, prepared
from core.busy import clock_of
from core.db import floor
from core.db.store import Store
from core.desk import Why
from core.exams import work
from schemas.calendar import Calendar, Period
from schemas.reference import Room
from schemas.words import CalendarState, PeriodKind

ROOMS, DAYS = 60, 18


def measure(store: Store, _: str) -> list[Ratio]:
    """The proposal of a whole term over its bare reads; putting it in and publishing over their own writes."""
    desk, term = prepared(store)
    formed(desk, term)
    for n, row in enumerate(store.rows("sections", {"term.id": term.id}, {"_id": 1})):
        teacher = {"id": f"p{n % 150}", "label": {"kk": f"Оқытушы {n % 150}", "ru": "", "en": ""}}
        store.db["sections"].update_one({"_id": row["_id"]}, {"$set": {"teacher": teacher}})
    for n in range(ROOMS):
        put(desk, Room(_id=f"r{n}", code=f"{n:03d}", seats=30 if n else 1200))
    first = desk.today() + timedelta(3)
    session = Period(id="s", kind=PeriodKind.session, starts=first, ends=first + timedelta(DAYS))
    put(desk, Calendar(year=term.year, state=CalendarState.approved, periods=[session]))

    start = time.perf_counter()
    found = work.proposal(desk, term, None)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    store.rows("sections", {"term.id": term.id})
    store.rows("rooms", {"active": True})
    bare = time.perf_counter() - start
    note = f"{len(found.placed)} placed, {len(found.left)} left, aim 5 s"
    rows = [Ratio("propose the exams of 1,100 students", ours, bare, 30, note)]

    def write() -> None:
        for at in range(0, len(found.placed), work.PART):
            part = [
                work.Wish(p.wanted.section.id, {"day": p.day, "starts": clock_of(p.starts), "room": p.room})
                for p in found.placed[at : at + work.PART]
            ]
            work.put_in(desk, term, part, Why("bench"), "exam.propose")
        exams.publish(desk, term.id, None, Why("bench"))

    floor.recording(True)
    start = time.perf_counter()
    write()
    ours = time.perf_counter() - start
    written = floor.recording(False)
    floor.put_back(store, {}, written)
    start = time.perf_counter()
    floor.write(store, written)
    bare = time.perf_counter() - start
    return [*rows, Ratio("put them in and publish them", ours, bare, 10, "aim 10 s")]
