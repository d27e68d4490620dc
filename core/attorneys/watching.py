"""Powers of attorney that end soon: who gave it has a task while it stands, its holder is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core import notices, tasks
from core.attorneys.acts import PAGE
from core.attorneys.reading import SOON
from core.db.store import Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.tx import Tx
from schemas.attorney import Attorney, AttorneyState
from schemas.task import Task, TaskState
from schemas.words import Role


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: one task for each that ends soon, and tasks of ended ones put away; how many
    tasks were made. Safe to repeat."""
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    last = (day + timedelta(days=SOON)).isoformat()
    where = {"status": AttorneyState.given.value, "ends": {"$gte": day.isoformat(), "$lt": last}}
    found = [Attorney.model_validate(r) for r in store.rows("attorneys", where, limit=1000)]
    return sum(_asked(desk, a) for a in found if a.starts <= day)


def _asked(desk: Desk, of: Attorney) -> int:
    if desk.store.one("tasks", {"subject.id": of.id, "state": TaskState.open.value}, {"_id": 1}):
        return 0
    command = f"attorney:{of.id}:{of.ends.isoformat()}"
    if desk.store.one("audit_events", {"command": command}, {"_id": 1}):
        return 0  # it was asked once, and that task was closed by hand

    def work(tx: Tx) -> Task:
        values = {"number": of.number, "who": of.who.label, "ends": of.ends}
        notices.tell(tx, of.who.id, "attorneys.told_ending", values, PAGE, {"id": of.id}, once=command)
        return tasks.make(
            tx, what="attorneys.task_ending", values=values, to_role=Role.head, due=of.ends, subject=of, page=PAGE,
            address={"id": of.id}, by_hand=True,
        )  # fmt: skip

    desk.transact("attorney.remind", work, Why("", command=command), right="schedule.edit")
    return 1


__all__ = ["remind"]
