"""What is due after an order (clause 20, domain.md 5.2): its kind says what, by whom and when; each becomes a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import tasks
from core.desk import Desk
from core.orders import effects
from core.papers.days import due as working_due
from core.tx import Tx
from schemas.kinds import OrderKind
from schemas.kinds.after import After, AfterDay
from schemas.order import Order
from schemas.task import Task, TaskState

MARK = "after:"


def last_day(after: After, day: date) -> date:
    """By when something is due that runs from a day."""
    return working_due(day, after.days) if after.working else day + timedelta(days=after.days)


def asked(tx: Tx, order: Order, kind: OrderKind, since: AfterDay) -> list[Task]:
    """Make the tasks that run from this moment of an order, inside the act that signs it or carries it out."""
    day = order.day if since is AfterDay.signed else order.effective
    made = []
    for n, after in enumerate(kind.after):
        if after.since is not since or day is None or not _concerns(tx, order, after):
            continue
        what = {"what": after.name, "kind": order.kind_name, "number": order.number, "day": order.day}
        scope: dict[str, Any] = {"faculty": order.faculties} if order.faculties else {}
        made.append(tasks.make(
            tx, what="orders.after_task", values=what, to_role=after.whom, due=last_day(after, day), subject=order,
            page="order", address={"id": order.id}, scope=scope, mark=f"{MARK}{n}", by_hand=True,
        ))  # fmt: skip
    return made


def _concerns(tx: Tx, order: Order, after: After) -> bool:
    """Does the order name somebody who studies on the funding that the deadline is about?"""
    if after.funding is None:
        return True
    states = tx.students(sorted({x.student.id for x in order.lines}), merged=True)
    return any(
        (effects.as_of(states[x.student.id], x.study) or {}).get("funding") == after.funding.value for x in order.lines
    )


def cancelled(tx: Tx, order: Order) -> None:
    """An order that lost its force asks for nothing any more."""
    where = {"subject.id": order.id, "state": TaskState.open.value, "approval": None}
    for task in tx.find(Task, where):
        if task.mark.startswith(MARK):
            tasks.finish(tx, task, None, order.kind_name.kk, TaskState.cancelled)


@dataclass(frozen=True)
class Due:
    """A deadline of an order: the task, and whether its day is over without it."""

    task: Task
    overdue: bool


def of_order(desk: Desk, order: Order) -> list[Due]:
    """The deadlines of an order with where they stand, the earliest first."""
    rows = desk.store.rows("tasks", {"subject.id": order.id, "mark": {"$gt": MARK, "$lt": MARK + "~"}})
    found = [Task.model_validate(r) for r in rows]
    today = desk.today()
    return [
        Due(x, x.state is TaskState.open and x.due is not None and x.due < today)
        for x in sorted(found, key=lambda x: (x.due or date.max, x.mark))
    ]


__all__ = ["MARK", "Due", "asked", "cancelled", "last_day", "of_order"]
