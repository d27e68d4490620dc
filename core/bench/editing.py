"""One field of 1,000 students changed by one act, and taken back: the seconds the issue allows it."""

from __future__ import annotations

import time
from datetime import date

from core.bench import Ratio
from core.bench.closing import desk_of
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.students import acts, many
from core.tx import Tx
from schemas.base import Id
from schemas.student import Name, Profile, Student, StudyProfile

MANY, LIMIT = 1000, 5.0


def admitted(desk: Desk) -> list[Id]:
    """So many students, entered by whole acts of a hundred."""
    ids: list[Id] = []
    for start in range(0, MANY, 100):

        def work(tx: Tx, start: int = start) -> Student:
            for n in range(start, start + 100):
                id = tx.new_id()
                profile = Profile(
                    number=f"E{n:05d}", name=Name(last=f"Студент{n}", first="Айгүл"), iin_absent_reason="b"
                )
                study = StudyProfile(id=f"st{n}", group="Д-1", year=1)
                acts.admit_step(tx, id, profile, study, date(2025, 9, 1))
                ids.append(id)
            return tx.student_document(id)

        desk.transact("student.register", work, Why("b"), seconds=LONG)
    return ids


def measure(store: Store, _: str) -> list[Ratio]:
    """Looking, the act, taking it back."""
    desk = desk_of(store)
    ids = admitted(desk)
    t = [time.perf_counter()]
    seen = many.preview(desk, ids, "studies.group", "Д-2")
    t.append(time.perf_counter())
    made = many.edit(desk, "studies.group", seen.value, seen.seen, Why("b"))
    t.append(time.perf_counter())
    many.undo(desk, made.id, made.revision, Why("b"))
    t.append(time.perf_counter())
    names = ("look at", "change", "take back")
    return [Ratio(f"mass edit: {name} 1,000", t[n + 1] - t[n], LIMIT, 1, "floor: the limit, 5 s")
            for n, name in enumerate(names)]  # fmt: skip
