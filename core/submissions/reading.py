"""What was submitted, to whom it may go, what waits for a leader, what was ordered by a decision."""

from __future__ import annotations

from core import access
from core.db.store import Row
from core.desk import Desk
from core.submissions.acts import ORDERED
from core.tasks.seats import people, roles
from schemas.base import Id, Ref, Text
from schemas.submission import Submission
from schemas.task import Task
from schemas.words import Role

READ = "submission.read"
SIZE = 50


def get(desk: Desk, id: Id) -> Submission:
    """One submission; NotFound, Forbidden."""
    return desk.get(Submission, id, READ)


def listed(desk: Desk, what: str = "", state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of submissions, the newest first, as stored."""
    where: Row = {k: v for k, v in (("what", what), ("status", state)) if v}
    return desk.rows(Submission, READ, where, {"head": 0}, [("sent_at", -1)], size, page * size)


def to_see(desk: Desk, most: int = 20) -> list[Submission]:
    """What was sent to this user and waits for his decision, the oldest first."""
    where: Row = {"to": {"$elemMatch": {"user.id": desk.actor.id, "decided_at": None}}}
    rows = desk.rows(Submission, READ, where, {"head": 0}, [("sent_at", 1)], most)
    return [Submission.model_validate(r) for r in rows]


def asked_of(desk: Desk, source: Id) -> list[Submission]:
    """What was submitted of one record, the newest first: for the page of that record."""
    rows = desk.rows(Submission, READ, {"source.id": source}, {"head": 0}, [("sent_at", -1)], 20)
    return [Submission.model_validate(r) for r in rows]


def leaders(desk: Desk) -> list[Ref]:
    """To whom anything may be sent: open accounts of the leadership, those who act in that role too, by name."""
    access.require(desk.actor, "submission.send")
    found = [a for a in people(desk.store, [Role.management], []) if Role.management in roles(a)]
    return [Ref(id=a.id, label=Text(kk=a.name)) for a in sorted(found, key=lambda a: a.name)]


def tasks_of(desk: Desk, id: Id) -> list[Task]:
    """The tasks given by the decisions on a submission, in their order."""
    access.require(desk.actor, READ)
    rows = desk.store.rows("tasks", {"subject.id": id, "mark": ORDERED}, sort=[("_id", 1)], limit=100)
    return [Task.model_validate(r) for r in rows]


__all__ = ["READ", "asked_of", "get", "leaders", "listed", "tasks_of", "to_see"]
