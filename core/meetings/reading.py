"""Looking at meetings: the list, one, the next of a kind as the last one was, what is still to be fulfilled."""

from __future__ import annotations

from dataclasses import dataclass

from core import access
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.tasks.reading import days_late
from schemas.base import Id
from schemas.meeting import Meeting, MeetingState
from schemas.task import Task, TaskState

READ, ATTEND = "meeting.read", "meeting.attend"
SIZE, MOST = 50, 200


@dataclass(frozen=True)
class Followed:
    """A task that a decision gave, and by how many days it is late."""

    task: Task
    late: int


def get(desk: Desk, id: Id) -> Meeting:
    """A meeting: any for who keeps them, else one to which the user is called or by which he has a task.

    Raises NotFound, Forbidden.
    """
    kept = desk.get(Meeting, id, ATTEND)
    mine = {p.user.id for p in kept.people if p.user} | {o.responsible.id for o in kept.orders}
    if not desk.may(READ) and desk.actor.id not in mine:
        moved = {"_id": {"$in": kept.tasks}, "to_user.id": desk.actor.id}  # a task may have gone to him since
        if desk.store.one("tasks", moved, {"_id": 1}) is None:
            raise Forbidden("errors.out_of_scope", right=READ)
    return kept


def listed(desk: Desk, kind: str = "", state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of meetings, the newest first; of who does not keep them those to which he is called."""
    where: Row = {k: v for k, v in (("kind", kind), ("status", state)) if v}
    if not desk.may(READ):
        where["people.user.id"] = desk.actor.id
    return desk.rows(Meeting, ATTEND, where, {"head": 0}, [("day", -1)], size, page * size)


def last_of(desk: Desk, kind: str) -> Meeting | None:
    """The newest meeting of a kind: whom the next one calls, and where, follows from it."""
    where = {"kind": kind, "status": {"$ne": MeetingState.cancelled.value}}
    rows = desk.rows(Meeting, READ, where, {"head": 0}, [("day", -1)], 1)
    return Meeting.model_validate(rows[0]) if rows else None


def to_follow(desk: Desk) -> list[Followed]:
    """What decisions of meetings gave and is not done, what is late first."""
    access.require(desk.actor, READ)
    where = {"subject_kind": Meeting.collection, "state": TaskState.open.value}
    rows = desk.store.rows("tasks", where, sort=[("due", 1)], limit=MOST)
    found = [Task.model_validate(r) for r in rows]
    return [Followed(x, days_late(x.due, desk.today())) for x in found]


def followed(desk: Desk, of: Meeting) -> dict[Id, Task]:
    """The tasks of a meeting as they stand today."""
    if not of.tasks:
        return {}
    rows = desk.store.rows("tasks", {"_id": {"$in": of.tasks}}, limit=len(of.tasks))
    return {r["_id"]: Task.model_validate(r) for r in rows}


__all__ = ["ATTEND", "READ", "Followed", "followed", "get", "last_of", "listed", "to_follow"]
