"""Reading jobs: one's own, everybody's for the head, and the file a job left."""

from __future__ import annotations

from core import files, looks
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden, NotFound
from schemas.base import Id
from schemas.job import UNFINISHED

FIELDS = {"params": 0, "point": 0}


def listed(desk: Desk, everybody: bool = False, page: int = 0, size: int = 30) -> list[Row]:
    """Jobs, the newest first: one's own, or everybody's for who may see them."""
    return desk.store.rows("runs", _whose(desk, everybody), FIELDS, [("_id", -1)], size, page * size)


def count(desk: Desk, everybody: bool = False) -> int:
    """How many such jobs there are."""
    return desk.store.count("runs", _whose(desk, everybody))


def newest(desk: Desk, kind: str, anybody: bool = False, unfinished: bool = False) -> Row | None:
    """The newest job of a kind, one's own or anybody's; unfinished: only one that goes on."""
    where: Row = {"kind": kind} if anybody else {"kind": kind, "by": desk.actor.id}
    if unfinished:
        where["state"] = {"$in": list(UNFINISHED)}
    found = desk.store.rows("runs", where, FIELDS, [("_id", -1)], 1)
    return found[0] if found else None


def of(desk: Desk, id: Id) -> Row:
    """One job. NotFound where there is none, Forbidden where it is somebody else's."""
    row = desk.store.one("runs", {"_id": id}, FIELDS)
    if row is None:
        raise NotFound("errors.not_found", kind="runs", id=id)
    if row["by"] != desk.actor.id and not desk.may("job.read_all"):
        raise Forbidden("errors.forbidden", right="job.read_all")
    return row


def result(desk: Desk, id: Id) -> tuple[str, bytes]:
    """Name and bytes of the file a job left; who took it is written down. NotFound where it left none."""
    row = of(desk, id)
    if not row["file"]:
        raise NotFound("errors.not_found", kind="files", id=id)
    _, data = files.read(desk.store, row["file"]["id"])
    looks.note(desk, "jobs", "runs", id, row["file"]["name"], did="download")
    return row["file"]["name"], data


def _whose(desk: Desk, everybody: bool) -> Row:
    if not everybody:
        return {"by": desk.actor.id}
    if not desk.may("job.read_all"):
        raise Forbidden("errors.forbidden", right="job.read_all")
    return {}
