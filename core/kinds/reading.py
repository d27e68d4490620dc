"""Looking at what the office described: today's entries, all versions of one, what differs between two."""

from __future__ import annotations

from typing import Any

from core import access
from core.db.codec import differences, plain
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound
from schemas.kinds import Kind, Sort


def versions(desk: Desk, sort: Sort | str, code: str) -> list[Kind]:
    """Every version of one entry, the newest first; NotFound when there is none."""
    access.require(desk.actor, "kind.read")
    rows = desk.store.rows("kinds", {"sort": str(Sort(sort).value), "code": code}, sort=[("version", -1)])
    if not rows:
        raise NotFound("kinds.none_such", sort=Sort(sort), code=code)
    return [Kind.model_validate(r) for r in rows]


def latest(desk: Desk, sort: Sort | str) -> list[Kind]:
    """The newest version of every entry of a sort, those of coming days and retired ones too, by code."""
    access.require(desk.actor, "kind.read")
    newest: dict[str, Row] = {}
    for row in desk.store.rows("kinds", {"sort": str(Sort(sort).value)}, sort=[("version", 1)]):
        newest[row["code"]] = row
    return [Kind.model_validate(row) for _, row in sorted(newest.items())]


def listed(desk: Desk) -> dict[Sort, int]:
    """How many entries each sort has."""
    access.require(desk.actor, "kind.read")
    by: list[Row] = [
        {"$group": {"_id": {"sort": "$sort", "code": "$code"}}},
        {"$group": {"_id": "$_id.sort", "n": {"$sum": 1}}},
    ]
    found = {r["_id"]: r["n"] for r in desk.store.aggregate("kinds", by)}
    return {sort: found.get(sort.value, 0) for sort in Sort}


def compare(first: Kind, second: Kind) -> list[tuple[str, Any, Any]]:
    """What differs between two versions: (dotted path, in the first, in the second); name, day and all of the body."""

    def told(kind: Kind) -> Row:
        return {k: plain(getattr(kind, k)) for k in ("name", "effective", "retired", "body")}

    return differences(told(first), told(second))
