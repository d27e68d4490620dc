"""Who comes from elsewhere into a later year brings the curriculum his difference was decided against."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import Sort


def up(db: Any) -> list[tuple[str, str]]:
    """Only the shipped kind, and only where its effects are still the shipped ones."""
    shipped = next(k for k in entries() if k.sort is Sort.order and k.code == "transfer_in")
    new = plain(shipped.body)["effects"]
    before = [e for e in new if e["field"] != "curriculum"]
    changed = []
    for row in db.kinds.find({"sort": "order", "code": "transfer_in"}):
        held = row["body"]["effects"]
        if held in (before, new):
            changed.append(("kinds", str(row["_id"])))
        if held == before:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.kinds.update_one(where, {"$set": {"body.effects": new}, "$inc": {"revision": 1}})
    return changed
