"""Kinds of order say what an order does: those that stood without get what the office is shipped with."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import Sort


def up(db: Any) -> list[tuple[str, str]]:
    """Fill the kinds of order that had no list, effects and rules; a kind of the house's own becomes a text only."""
    changed = []
    shipped = {k.code: k for k in entries() if k.sort is Sort.order}
    for row in db.kinds.find({"sort": "order"}):
        changed.append(("kinds", str(row["_id"])))
        if "effects" in row["body"]:  # done before a crash: only named again
            continue
        kind = shipped.get(row["code"])
        body = plain(kind.body) if kind else {"people": False}
        where = {"_id": row["_id"], "revision": row["revision"]}
        kept = {k: v for k, v in row["body"].items() if v}
        db.kinds.update_one(where, {"$set": {"body": {**body, **kept}}, "$inc": {"revision": 1}})
    return changed
