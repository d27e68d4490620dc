"""Who looked: every opening of a record, every print, every file that left and every paper handed over, and to whom, as
a line that nobody can take away.

There is one way in (`note`, over `Store.look`) and none out: no code changes or removes a line, and the database
role of the office (docs/database_users.md) may only read and add.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from core import access
from core.db.store import Row, Store
from core.desk import Desk
from schemas.base import Id

Did = Literal["open", "print", "download", "hand"]
DIDS: tuple[Did, ...] = ("open", "print", "download", "hand")
_to: ContextVar[str] = ContextVar("to", default="")


@contextmanager
def handing_to(whom: str) -> Iterator[None]:
    """What is taken inside of this is for somebody outside; every line written there says for whom."""
    token = _to.set(whom.strip())
    try:
        yield
    finally:
        _to.reset(token)


def note(
    desk: Desk, page: str, kind: str, id: Id, label: str, did: Did = "open", student: Id = "", reason: str = "",
    to: str = "", **more: Any,
) -> None:  # fmt: skip
    """Write down that this user opened, printed or took something; at the moment it happens, once.

    page: where (the file of the page, «student»). kind, id, label: what (collection, id, as people call it).
    student: whose it is, where it is one student's. reason: why it was taken. to: who got it, of people and offices
    outside (or as `handing_to` says). more: what else tells it apart (the
    filters of an exported list).
    """
    whose = student or (id if kind == "students" else "")
    line: Row = {
        "_id": desk.ids(), "at": desk.now(), "user": desk.actor.id, "name": desk.actor.name,
        "role": str(desk.actor.role.value), "page": page, "kind": kind, "id": id, "label": label, "did": did,
        "student": whose,
    }  # fmt: skip
    said = {k: v for k, v in (("reason", reason), ("to", to or _to.get())) if v}
    desk.store.look(line | said | more)


@dataclass(frozen=True)
class Asked:
    """What to look for: a user (id), a student (id), days (both included), a page, what was done; empty means all."""

    user: Id = ""
    student: Id = ""
    start: date | None = None
    end: date | None = None
    page: str = ""
    did: str = ""
    joined: tuple[Id, ...] = ()  # records of the same person that were joined to the student's


def found(desk: Desk, asked: Asked, place: int = 0, size: int = 50) -> list[Row]:
    """Lines, newest first, a page at a time. Forbidden without the right to see who looked."""
    access.require(desk.actor, "looks.read")
    rows = desk.store.rows("looks", where(desk, asked), sort=[("at", -1)], limit=size, skip=place * size)
    return [_whole(row) for row in rows]


def count(desk: Desk, asked: Asked, most: int = 0) -> int:
    """How many lines there are; counting stops at `most`."""
    access.require(desk.actor, "looks.read")
    return desk.store.count("looks", where(desk, asked), most)


def where(desk: Desk, asked: Asked) -> Row:
    """What is asked, as the database is asked it; days begin and end where the office stands."""
    found: Row = {k: v for k, v in (("user", asked.user), ("student", asked.student), ("page", asked.page)) if v}
    if asked.did:
        found["did"] = asked.did
    if asked.joined:
        found["student"] = {"$in": [asked.student, *asked.joined]}
    at: Row = {}
    if asked.start:
        at["$gte"] = _midnight(desk, asked.start)
    if asked.end:
        at["$lt"] = _midnight(desk, asked.end + timedelta(days=1))
    return found | ({"at": at} if at else {})


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(desk.zone))


def _whole(row: Row) -> Row:
    """A line as it is written today; those of the office's first version knew only cards, files and exports."""
    if "did" in row:
        return row
    if export := row.get("export"):
        return {**row, "page": export["list"], "kind": export["list"], "id": "", "label": "", "did": "download"}
    if file := row.get("file"):
        return {**row, "page": "transcripts", "kind": "transcripts", "id": "", "label": file, "did": "download"}
    return {**row, "page": "student", "kind": "students", "id": row["student"], "label": "", "did": "open"}


def of_student(store: Store, student: Id, limit: int = 100) -> list[Row]:
    """Who opened, printed or took what is one student's, newest first."""
    return [_whole(r) for r in store.rows("looks", {"student": student}, sort=[("at", -1)], limit=limit)]


def people(desk: Desk, limit: int = 500) -> list[tuple[Id, str]]:
    """The accounts that may have looked: (id, name), by name."""
    access.require(desk.actor, "looks.read")
    rows = desk.store.rows("users", {}, {"name": 1}, [("name", 1)], limit)
    return [(r["_id"], r["name"]) for r in rows]
