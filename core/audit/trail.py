"""Who did what: entries of the trail by filters, one entry with its changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import access
from core.audit.words import hidden_from
from core.desk import Desk
from core.errors import NotFound
from core.search import like

Row = dict[str, Any]
PAGE = 50
CLOSED = {"concerns": "concern."}  # kind: how its acts begin
SHOWN = 500  # changes of a big act that are shown; all of them stay in its pages


@dataclass(frozen=True)
class Asked:
    """What one looks for; empty means any. who: user id; document: id, number or a part of its name."""

    who: str = ""
    action: str = ""
    kind: str = ""
    document: str = ""
    text: str = ""
    start: date | None = None
    end: date | None = None


def history(desk: Desk, asked: Asked, page: int = 0, size: int = PAGE) -> list[Row]:
    """Entries, newest first, without their changes; page counts from 0. For those who may read the trail."""
    access.require(desk.actor, "audit.read")
    fields = {"touched": 0, "changes": 0, "parts": 0}
    newest = [("at", -1), ("_id", -1)]
    return desk.store.rows("audit_events", _where(desk, asked), fields, newest, size, page * size)


def count(desk: Desk, asked: Asked, most: int = 10_000) -> int:
    """How many entries there are; counting stops at `most`."""
    access.require(desk.actor, "audit.read")
    return desk.store.count("audit_events", _where(desk, asked), most)


def entry(desk: Desk, id: str) -> Row:
    """One entry with its changes; of a big act the first of them. Raises NotFound."""
    access.require(desk.actor, "audit.read")
    found = desk.store.one("audit_events", {"_id": id})
    if found is None or found["subject"]["kind"] in closed(desk):
        raise NotFound("errors.not_found", kind="audit_events", id=id)
    if found["pages"]:
        for page in desk.store.each("audit_pages", {"entry": id}, sort=[("n", 1)]):
            found["changes"] += page["changes"][: SHOWN - len(found["changes"])]
            if len(found["changes"]) >= SHOWN:
                break
    shut = closed(desk)
    found["changes"] = [
        c for c in found["changes"] if c["kind"] not in shut and not hidden_from(c, desk.actor.role)
    ]  # fmt: skip
    return found


def people(desk: Desk) -> dict[str, str]:
    """Who has ever acted: user id → name."""
    access.require(desk.actor, "audit.read")
    groups: list[Row] = [
        {"$group": {"_id": "$actor.id", "name": {"$last": "$actor.name"}}},
        {"$sort": {"name": 1}},
    ]
    return {r["_id"]: r["name"] for r in desk.store.aggregate("audit_events", groups)}


def actions(desk: Desk) -> list[str]:
    """The acts that were ever done."""
    access.require(desk.actor, "audit.read")
    shut = tuple(CLOSED.values()) if closed(desk) else ()
    return [a for a in sorted(desk.store.names("audit_events", "action")) if not a.startswith(shut or ("\0",))]


def closed(desk: Desk) -> list[str]:
    """Kinds whose entries this reader does not see: of reports of concern he knows at most how many acts there were."""
    return [] if desk.may("concern.read") else list(CLOSED)


def _where(desk: Desk, asked: Asked) -> Row:
    parts: list[Row] = []
    for path, value in (("actor.id", asked.who), ("action", asked.action), ("subject.kind", asked.kind)):
        if value:
            parts.append({path: value})
    if text := asked.document.strip():
        student = desk.store.one("students", {"number": text}, {"_id": 1})
        ids = [text, student["_id"]] if student else [text]
        touched = [{"touched.id": {"$in": ids}}, {"subject.id": {"$in": ids}}]
        parts.append({"$or": [*touched, {"subject.label": like(text)}]})
    if text := asked.text.strip():
        places = ("reason", "basis.number", "actor.name", "subject.label")
        parts.append({"$or": [{p: like(text)} for p in places]})
    if shut := closed(desk):
        parts.append({"subject.kind": {"$nin": shut}})
    zone = ZoneInfo(desk.zone)
    if asked.start:
        parts.append({"at": {"$gte": datetime.combine(asked.start, time(), zone)}})
    if asked.end:
        parts.append({"at": {"$lt": datetime.combine(asked.end + timedelta(days=1), time(), zone)}})
    return {"$and": parts} if parts else {}
