"""What waits for a user, and what is late with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import access
from core.access import Actor
from core.db.store import Row
from core.desk import Desk
from core.tasks.seats import Seat, addressed, has, holders, people, seat_for, seats
from schemas.base import Id
from schemas.task import Task, TaskState

MOST = 300


@dataclass(frozen=True)
class Waiting:
    """A task and the seat from which the user has it; `late`: days past its due day, 0 when in time."""

    task: Task
    seat: Seat
    late: int

    @property
    def personal(self) -> bool:
        """To this very person, not to anybody of a role?"""
        return self.task.to_user is not None


@dataclass(frozen=True)
class Overdue:
    """A late task of anybody: by how many days, and the names of those who have it."""

    task: Task
    late: int
    names: list[str]


def mine(desk: Desk, most: int = MOST) -> list[Waiting]:
    """Open tasks of the user, of his role, and of those whose deputy he is; the nearest day first, dayless last."""
    access.require(desk.actor, "task.work")
    own = seats(desk.store, desk.actor, desk.today())
    where: Row = {"state": TaskState.open.value, "$or": [c for seat in own for c in addressed(seat)]}
    return _waiting(desk, own, _by_day(desk, where, most))


def one(desk: Desk, id: Id) -> Waiting | None:
    """One open task of the user; None when it is closed, another's, or there is none."""
    access.require(desk.actor, "task.work")
    row = desk.store.one("tasks", {"_id": id, "state": TaskState.open.value})
    found = _waiting(desk, seats(desk.store, desk.actor, desk.today()), [row] if row else [])
    return found[0] if found else None


def count(desk: Desk) -> tuple[int, int]:
    """How many open tasks the user has, and how many of them are late."""
    where = _open(desk)
    late = where | {"due": {"$lt": desk.today().isoformat(), "$type": "string"}}
    found = desk.store.count("tasks", where, MOST)
    return found, desk.store.count("tasks", late, MOST) if found else 0


def open_count(desk: Desk) -> int:
    """How many open tasks the user has: the same number as on the home page, for the menu."""
    return desk.store.count("tasks", _open(desk), MOST)


def _open(desk: Desk) -> Row:
    own = seats(desk.store, desk.actor, desk.today())
    return {"state": TaskState.open.value, "$or": [c for seat in own for c in addressed(seat)]}


def closed(desk: Desk, most: int = 50) -> list[Task]:
    """What the user has done, the newest first."""
    access.require(desk.actor, "task.work")
    rows = desk.store.rows("tasks", {"done_by.id": desk.actor.id}, sort=[("done_at", -1)], limit=most)
    return [Task.model_validate(r) for r in rows]


def given(desk: Desk, most: int = MOST) -> list[Task]:
    """Open tasks that the user gave by hand."""
    where: Row = {"made_by.id": desk.actor.id, "by_hand": True, "state": TaskState.open.value}
    return [Task.model_validate(r) for r in _by_day(desk, where, most)]


def overdue(desk: Desk, most: int = MOST) -> list[Overdue]:
    """Late tasks of everybody, the oldest first; needs `task.read_all`."""
    access.require(desk.actor, "task.read_all")
    today = desk.today()
    where = {"state": TaskState.open.value, "due": {"$lt": today.isoformat(), "$type": "string"}}
    tasks = [Task.model_validate(r) for r in desk.store.rows("tasks", where, sort=[("due", 1)], limit=most)]
    ids = {x.to_user.id for x in tasks if x.to_user}
    everybody = people(desk.store, {x.to_role for x in tasks if x.to_role}, ids)  # once, not for each task
    return [Overdue(x, days_late(x.due, today), _names(everybody, x)) for x in tasks]


def names(desk: Desk, task: Task) -> list[str]:
    """The people who have a task today."""
    return [a.name for a in holders(desk.store, task.to_role, task.to_user, task.scope)]


def _names(everybody: Iterable[Actor], task: Task) -> list[str]:
    return [a.name for a in everybody if has(Seat(a), task.to_role, task.to_user, task.scope)]


def days_late(due: date | None, today: date) -> int:
    """How many days past its day; 0 in time or without a day."""
    return max(0, (today - due).days) if due else 0


def _by_day(desk: Desk, where: Row, most: int) -> list[Row]:
    rows = desk.store.rows("tasks", where | {"due": {"$type": "string"}}, sort=[("due", 1)], limit=most)
    if len(rows) < most:
        rows += desk.store.rows("tasks", where | {"due": None}, sort=[("_id", 1)], limit=most - len(rows))
    return rows


def _waiting(desk: Desk, own: list[Seat], rows: list[Row]) -> list[Waiting]:
    found = []
    for row in rows:
        task = Task.model_validate(row)
        if seat := seat_for(own, task):
            found.append(Waiting(task, seat, days_late(task.due, desk.today())))
    return found
