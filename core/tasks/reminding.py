"""Reminders, once a day: who has a task is told a day before it is due, the head once it is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core import notices
from core.db.store import Store
from core.tasks.reading import days_late
from core.tasks.seats import holders, people, told
from schemas.task import Task, TaskState
from schemas.words import Role

BEFORE = timedelta(days=1)


def remind(store: Store, today: date, now: datetime | None = None) -> int:
    """Tell of tasks that are due tomorrow and of late ones, each person once per task; how many were told.

    Called by the scheduler; called twice on a day, or after days missed, nobody is told the same again.
    """
    now = now or datetime.now(UTC)
    count = 0
    where = {"state": TaskState.open.value, "due": {"$lte": (today + BEFORE).isoformat(), "$type": "string"}}
    heads: list[str] | None = None
    for row in store.each("tasks", where, sort=[("due", 1)]):
        task = Task.model_validate(row)
        late = days_late(task.due, today)
        if late and heads is None:
            heads = [a.id for a in people(store, [Role.head], []) if a.role is Role.head]
        to = (heads or []) if late else told(store, holders(store, task.to_role, task.to_user, task.scope), today)
        key = "tasks.told_late" if late else "tasks.told_soon"
        page, address = ("inbox", {"tab": "overdue"}) if late else ("inbox", {"task": task.id})
        values = {"what": task.what, "due": task.due, "who": _addressee(task)}
        for id in to:
            once = f"{'late' if late else 'soon'}:{task.id}:{task.due}"
            count += notices.post(store, id, key, values, page, address, now, task=task.id, once=once)
    return count


def _addressee(task: Task) -> object:
    return task.to_user.label if task.to_user else task.to_role
