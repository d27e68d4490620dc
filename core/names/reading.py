"""The list of findings, from an index, inside the user's scope."""

from __future__ import annotations

from typing import Any

from core.access import scope_filter
from core.db.store import Row
from core.desk import Desk, both
from core.names import scan
from core.search import like
from schemas.names import Finding, What
from schemas.student import Student

KINDS = tuple(m.collection for m in scan.MODELS)


def _where(desk: Desk, what: str = "", kind: str = "", text: str = "") -> Row:
    parts: list[Row] = [{"kind": kind} if kind else {"kind": {"$in": list(KINDS)}}]
    if what:
        parts.append({"what": what})
    if text.strip():
        pattern = like(text)
        parts.append({"$or": [{"name": pattern}, {"number": pattern}, {"was": pattern}]})
    # Students whom a big act has brought and not published, or who were joined to another record, stand in no list.
    away = {"of" if path == "_id" else path: asked for path, asked in desk.visible(Student).items()}
    return both({"$and": parts}, away)


def listed(desk: Desk, what: str = "", kind: str = "", text: str = "", page: int = 0, size: int = 50) -> list[Row]:
    """One page of findings: by what was found, then by name in Kazakh order."""
    where = _where(desk, what, kind, text)
    return desk.rows(Finding, "names.read", where, None, [("what", 1), ("key", 1), ("_id", 1)], size, page * size)


def counts(desk: Desk, kind: str = "") -> dict[What, int]:
    """How many there are of each sort."""
    where = both(_where(desk, kind=kind), scope_filter(desk.actor, "names.read", Finding))
    by: list[dict[str, Any]] = [{"$match": where}, {"$group": {"_id": "$what", "n": {"$sum": 1}}}]
    found = {r["_id"]: int(r["n"]) for r in desk.store.aggregate(Finding.collection, by)}
    return {what: found.get(what.value, 0) for what in What}


__all__ = ["KINDS", "counts", "listed"]
