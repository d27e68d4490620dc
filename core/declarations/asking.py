"""Every year each is asked to declare: a task from the day of the settings on, once for each person and year."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import house, integrity, tasks
from core.db.store import Row, Store
from core.declarations.acts import PAGE, due_of
from core.declarations.reading import declared
from core.desk import LONG, Desk, Why
from core.office import SYSTEM
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.task import Task


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: a task for everybody with an open account who has not declared for the year and
    was not asked; how many were made. Safe to repeat."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    rules = integrity.rules()
    if day < integrity.on(rules.declare_from, day.year):
        return 0
    done = declared(desk, day.year)
    people = [r for r in integrity.staff(store) if r["_id"] not in done]
    ids = [due_of(r["_id"], day.year) for r in people]
    asked = {r["subject"]["id"] for r in store.rows("tasks", {"subject.id": {"$in": ids}}, {"subject.id": 1})}
    waiting = [r for r in people if due_of(r["_id"], day.year) not in asked]
    if waiting:
        due = max(integrity.on(rules.declare_by, day.year), day)
        why = Why("", command=f"declarations:{day.isoformat()}:{len(waiting)}")
        desk.transact("declaration.remind", lambda tx: _ask(tx, waiting, day.year, due), why, "schedule.edit",
                      seconds=LONG)  # fmt: skip
    return len(waiting)


def _ask(tx: Tx, people: list[Row], year: int, due: date) -> Task:
    made = [
        tasks.make(
            tx, what="declarations.task", values={"year": str(year)}, due=due, page=PAGE, kind="declarations",
            to_user=Ref(id=r["_id"], label=Text(kk=r["name"])),
            subject=Ref(id=due_of(r["_id"], year), label=Text(kk=r["name"])),
        ) for r in people
    ]  # fmt: skip
    return made[-1]
