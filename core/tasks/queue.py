"""One work queue for a person, by how soon; one for the head: who has how much, what is late, moved to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import access, notices
from core.access import Actor
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tasks.acts import who
from core.tasks.reading import Waiting
from core.tasks.seats import Reader, holders, people, roles
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.task import Moved, Task, TaskState
from schemas.words import Role

BUCKETS = ("late", "today", "week", "later", "dayless")
WEEK = timedelta(days=6)
READ, MOVE = "task.read_all", "task.move"
SIZE = 50
ABOVE = (Role.head, Role.senior_registrar)  # may take what anybody of the office has


@dataclass(frozen=True)
class Load:
    """Of a person, or of a role: how many open tasks, how many of them late, due within the week, later; the oldest."""

    user: Ref | None
    role: Role | None
    open: int
    late: int
    week: int
    oldest: date | None

    @property
    def rest(self) -> int:
        """What is due later or has no day."""
        return self.open - self.late - self.week


def bucket(due: date | None, today: date) -> str:
    """How soon something is due: late, today, within the week, later, or no day at all."""
    if due is None:
        return "dayless"
    if due <= today:
        return "today" if due == today else "late"
    return "week" if due <= today + WEEK else "later"


def grouped(found: Sequence[Waiting], today: date) -> dict[str, list[Waiting]]:
    """What waits for a person by how soon; nothing is lost or told twice, empty groups are not there."""
    groups: dict[str, list[Waiting]] = {name: [] for name in BUCKETS}
    for each in found:
        groups[bucket(each.task.due, today)].append(each)
    return {name: waiting for name, waiting in groups.items() if waiting}


def loads(desk: Desk) -> list[Load]:
    """Who has how much, who has most that is late first; counted by the database in one reading. Forbidden."""
    access.require(desk.actor, READ)
    today, week = desk.today().isoformat(), (desk.today() + WEEK).isoformat()

    def many(condition: Row) -> Row:
        return {"$sum": {"$cond": [condition, 1, 0]}}

    due: Row = {"$ifNull": ["$due", "9999"]}
    rows = desk.store.aggregate("tasks", [
        {"$match": {"state": TaskState.open.value}},
        {"$group": {
            "_id": {"user": "$to_user.id", "role": "$to_role"}, "name": {"$last": "$to_user.label"},
            "open": {"$sum": 1}, "late": many({"$lt": [due, today]}),
            "week": many({"$and": [{"$gte": [due, today]}, {"$lte": [due, week]}]}), "oldest": {"$min": "$due"},
        }},
    ])  # fmt: skip
    found = [
        Load(
            Ref(id=r["_id"]["user"], label=Text.model_validate(r["name"])) if r["_id"].get("user") else None,
            Role(r["_id"]["role"]) if r["_id"].get("role") else None, r["open"], r["late"], r["week"],
            date.fromisoformat(r["oldest"]) if r["oldest"] else None,
        )
        for r in rows
    ]  # fmt: skip
    return sorted(found, key=lambda x: (-x.late, -x.open, x.user.label.kk if x.user else ""))


def of_whom(desk: Desk, user: Id = "", role: str = "", page: int = 0, size: int = SIZE) -> list[Task]:
    """The open tasks of a person or of a role, those without a day first, then the nearest. Forbidden."""
    access.require(desk.actor, READ)
    where: Row = {"to_user.id": user} if user else {"to_role": role}
    rows = desk.store.rows("tasks", {**where, "state": TaskState.open.value}, sort=[("due", 1)], limit=size,
                           skip=page * size)  # fmt: skip
    return [Task.model_validate(r) for r in rows]


def stays(task: Task) -> str:
    """Why a task cannot go to another (a message key); empty where it can."""
    if task.approval:
        return "tasks.approval_stays"
    if task.to_user and not task.by_hand and task.to_user.id in task.mark.split(":"):
        return "tasks.bound_stays"
    return ""


def takers(reader: Reader, task: Task) -> list[Actor]:
    """To whom a task may go: one given by hand to anybody of the office's accounts, one that an act closes to those of
    the same role (and place), or to the head and the seniors, who may do it."""
    if task.by_hand:
        found = people(reader, list(Role), [])
    elif task.to_role:
        found = [*holders(reader, task.to_role, None, task.scope), *people(reader, ABOVE, [])]
    else:
        had = people(reader, [], [task.to_user.id] if task.to_user else [])
        found = people(reader, {r for a in had for r in roles(a)} | set(ABOVE), [])
    gone = task.to_user.id if task.to_user else ""
    return sorted({a.id: a for a in found if a.id != gone}.values(), key=lambda a: a.name)


def move(desk: Desk, id: Id, to: Id, why: Why) -> Task:
    """Give an open task to another person, with a reason; he is told, who had it sees it no more.

    Raises Problems (no reason, one who cannot take it), RuleBroken (closed, an approval, bound to its person).
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Task:
        task = tx.get(Task, id, scoped=False)
        if task.state is not TaskState.open:
            raise RuleBroken("tasks.closed_already", by=task.done_by.label if task.done_by else "")
        if refused := stays(task):
            raise RuleBroken(refused)
        taker: Any = next((a for a in takers(tx.session, task) if a.id == to), None)
        if taker is None:
            raise Problems([Problem("to_user", "tasks.cannot_take")])
        gone = Moved(user=task.to_user, role=task.to_role, by=who(tx), at=tx.now, why=why.reason.strip())
        task.moves = [*task.moves, gone]
        task.to_user, task.to_role = Ref(id=taker.id, label=Text(kk=taker.name)), None
        notices.settled(tx, task.id)
        if taker.id != tx.actor.id:
            key = "tasks.told" if task.due else "tasks.told_dayless"
            notices.tell(tx, taker.id, key, {"what": task.what, "due": task.due}, "inbox", {"task": id}, task=id)
        return tx.save(task)

    return desk.transact(MOVE, work, why, given=[id, to])


__all__ = ["BUCKETS", "Load", "bucket", "grouped", "loads", "move", "of_whom", "stays", "takers"]
