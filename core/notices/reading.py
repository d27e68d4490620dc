"""A user's notices: how many are unread, the list, the marks of what he has read."""

from __future__ import annotations

from core.db.store import Row, office_errors
from core.desk import Desk
from schemas.base import Id
from schemas.notice import Notice

MOST = 99


def unread(desk: Desk) -> int:
    """How many notices the user has not read, at most 99; one count in an index."""
    return desk.store.count("notices", {"to": desk.actor.id, "read_at": None}, MOST)


def listed(desk: Desk, most: int = 50) -> list[Notice]:
    """The user's notices, the newest first."""
    rows = desk.store.rows("notices", {"to": desk.actor.id}, sort=[("at", -1)], limit=most)
    return [Notice.model_validate(r) for r in rows]


def read(desk: Desk, id: Id | None = None) -> int:
    """Mark one of the user's own notices as read, or all of them (None); how many were new."""
    where: Row = {"to": desk.actor.id, "read_at": None} | ({"_id": id} if id else {})
    with office_errors():
        return desk.store.side("notices").update_many(where, {"$set": {"read_at": desk.now()}}).modified_count
