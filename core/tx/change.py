"""A student being changed by an act: his row as stored, his state now, and the update that follows."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from core.db.codec import differences
from core.db.store import Row
from core.search import search_of
from schemas.base import Id
from schemas.events import CHANGING

DERIVED = {
    "_id",
    "schema_version",
    "revision",
    "created",
    "updated",
    "head",
    "search",
    "pending",
    "hidden",
    "event_hash",
    "events",
}


def personal_row(owner: Id, field: str, value: str, salt: str) -> Row:
    """A personal value to be kept apart; its `_id` is the salted hash that stands for it elsewhere."""
    token = "#" + sha256(f"{salt}|{value}".encode()).hexdigest()
    return {"_id": token, "owner": owner, "field": field, "value": value, "salt": salt}


class StudentChange:
    """A student being changed: the row as stored (without events), the state now, events added."""

    def __init__(self, row: Row, new: bool = False) -> None:
        self.row, self.new = row, new
        self.was: Row = {k: v for k, v in row.items() if k not in DERIVED}
        self.state: Row = self.was
        self.added: list[Row] = []
        self.event_hash: str = row.get("event_hash", "")

    @property
    def revision(self) -> int:
        return int(self.row["revision"]) + len(self.added)


ENVELOPE = {"id", "n", "type", "at", "effective", "actor", "reason", "basis", "command", "job", "hash"}


def facts(event: Row) -> list[tuple[str, tuple[Any, Any]]]:
    """What an event says, field by field, for the audit line: (path, (old, new))."""
    n = event["n"]
    since = (f"events.{n}.effective", (None, event["effective"]))
    if event["type"] in CHANGING:
        return [since] + [(f"events.{n}.changes.{c['field']}", (c["was"], c["now"])) for c in event["changes"]]
    body = {k: v for k, v in event.items() if k not in ENVELOPE}
    return [since] + [(f"events.{n}.{p}", (None, v)) for p, v in _leaves(body, "")]


def _leaves(node: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(node, dict) and node:
        return [leaf for k, v in node.items() for leaf in _leaves(v, f"{path}.{k}" if path else k)]
    return [] if node is None else [(path, node)]


def own_apart(path: str, was: Any, now: Any) -> list[tuple[str, Any, Any]]:
    """A change of the office's own fields, field by field: the first of them is stored as a whole record."""
    if path != "custom":
        return [(path, was, now)]
    return [
        (f"custom.{k}", (was or {}).get(k), (now or {}).get(k))
        for k in {**(was or {}), **(now or {})}
        if (was or {}).get(k) != (now or {}).get(k)
    ]


def new_student(id: Id, kept: StudentChange, head: Row, at: Row) -> Row:
    """The whole row of a student who enters the register."""
    return {
        "_id": id, "schema_version": 1, "revision": len(kept.added), "created": at, "updated": at, "head": head,
        **kept.state, "event_hash": kept.event_hash, "search": search_of(kept.state), "events": kept.added,
    }  # fmt: skip


def student_update(id: Id, kept: StudentChange, head: Row | None, at: Row) -> tuple[Row, Row]:
    """The guarded update of a changed student: (filter by revision, only the changed paths)."""
    sets: Row = {"updated": at, "event_hash": kept.event_hash}
    pushes: Row = {}
    for path, was, now in differences(kept.was, kept.state):
        grown = isinstance(was, list) and isinstance(now, list) and now[: len(was)] == was
        if grown:
            pushes[path] = {"$each": now[len(was) :]}
        else:
            sets[path] = now
    if any(p.split(".")[0] in ("name", "number", "iin") for p in sets):
        sets["search"] = search_of(kept.state)
    if head:
        sets["head"] = head
    if kept.added:
        pushes["events"] = {"$each": kept.added}
    update: Row = {"$set": sets, "$inc": {"revision": len(kept.added)}, "$unset": {"pending": ""}}
    if pushes:
        update["$push"] = pushes
    return {"_id": id, "revision": kept.row["revision"]}, update
