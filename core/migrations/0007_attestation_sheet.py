"""The sheet of final attestation is made from protocols: older versions of its kind say so now."""

from __future__ import annotations

from typing import Any


def up(db: Any) -> list[tuple[str, str]]:
    """Only the shipped kind, and only where its list was still that of a section; sheets keep their own form."""
    changed = []
    for row in db.kinds.find({"sort": "sheet", "code": "attestation", "body.over": "section"}):
        changed.append(("kinds", str(row["_id"])))
        where = {"_id": row["_id"], "revision": row["revision"]}
        db.kinds.update_one(where, {"$set": {"body.over": "commission"}, "$inc": {"revision": 1}})
    return changed
