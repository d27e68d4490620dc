"""The feed «what changed since»: which records acts touched, in order, without a value of theirs.

An act is written at its commit with the moment it began, and no act lasts a minute; so what is older than SETTLED can
no longer be joined by an earlier one, and a reader who keeps the mark of the last line misses nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core import access, looks
from core.api.opening import Caller
from core.api.reading import MOST, readable
from core.db.codec import instant
from core.db.store import Row
from core.desk import both
from core.errors import Problem, Problems

SETTLED = timedelta(seconds=90)


def changes(caller: Caller, after: str = "", limit: int = 100) -> tuple[list[Row], str]:
    """Acts after a mark: {mark, at, action, subject, records: [{kind, id, revision}], many}, and the mark to go on from
    (the same where nothing is new). Only records the caller may read are named; an act that touched none of them is
    passed over. many: a big act keeps its records elsewhere; read the source anew.

    Raises Problems (`after`, `limit`), and those of the reading of scope.
    """
    if not 1 <= limit <= MOST:
        raise Problems([Problem("limit", "api.limit", {"most": MOST})])
    desk = caller.desk
    kinds = {s.model.collection: s for s in readable(caller)}
    until = instant(desk.now() - SETTLED)
    where: Row = both({"at": {"$lte": until}}, _after(after))
    only = {"at": 1, "action": 1, "subject": 1, "touched": 1, "pages": 1}
    entries = desk.store.rows("audit_events", where, only, [("at", 1), ("_id", 1)], limit)
    visible: dict[str, set[str]] = {}
    for kind, source in kinds.items():
        ids = {t["id"] for e in entries for t in e["touched"] if t["kind"] == kind}
        ids |= {e["subject"]["id"] for e in entries if e["subject"]["kind"] == kind}
        if not ids:
            continue
        scope = access.scope_filter(desk.actor, source.right, source.model)
        rows = desk.store.rows(kind, both({"_id": {"$in": sorted(ids)}}, scope), {"_id": 1}, limit=0)
        visible[kind] = {r["_id"] for r in rows}
    found = [line for e in entries if (line := _line(e, visible))]
    last = _mark(entries[-1]) if entries else after
    looks.note(desk, "api_keys", "changes", "", f"{caller.key.name}: {len(found)}", "download", to=caller.key.name)
    return found, last


def _line(entry: Row, visible: dict[str, set[str]]) -> Row | None:
    def seen(kind: str, id: str) -> bool:
        return id in visible.get(kind, ())

    named = [
        {"kind": t["kind"], "id": t["id"], "revision": t["revision"]}
        for t in entry["touched"] if seen(t["kind"], t["id"])
    ]  # fmt: skip
    subject = entry["subject"]
    mine = seen(subject["kind"], subject["id"])
    if not named and not mine:
        return None
    return {
        "mark": _mark(entry), "at": entry["at"], "action": entry["action"],
        "subject": {"kind": subject["kind"], "id": subject["id"]} if mine else None,
        "records": named, "many": bool(entry.get("pages")),
    }  # fmt: skip


def _mark(entry: Row) -> str:
    at: datetime = entry["at"]
    said = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")  # a plus sign is a space in an address
    return f"{said}_{entry['_id']}"


def _after(mark: str) -> Row:
    """What comes after a mark; of one millisecond, by the id."""
    if not mark:
        return {}
    said, _, id = mark.partition("_")
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise Problems([Problem("after", "api.mark")]) from None
    if at.tzinfo is None or not id:
        raise Problems([Problem("after", "api.mark")])
    return {"$or": [{"at": {"$gt": at}}, {"at": at, "_id": {"$gt": id}}]}
