"""A certificate of incomplete education is for who left without a diploma, and is owed to him: bases of before asked
nothing of the study."""

from __future__ import annotations

from typing import Any

from core.kinds.shipped import entries
from schemas.kinds import Sort

NEW = ("statuses", "owed")  # its mask, text and blank stay what the office has: numbers go on where they were


def up(db: Any) -> list[tuple[str, str]]:
    """Only the shipped kind, and only versions written before a kind could say so."""
    shipped = next(k for k in entries() if k.sort is Sort.certificate and k.code == "incomplete")
    body = shipped.body.model_dump(mode="json")
    changed = []
    for row in db.kinds.find({"sort": "certificate", "code": "incomplete"}):
        if "owed" not in row["body"]:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.kinds.update_one(where, {"$set": {f"body.{n}": body[n] for n in NEW}, "$inc": {"revision": 1}})
            changed.append(("kinds", str(row["_id"])))
        elif all(row["body"][n] == body[n] for n in NEW):  # begun anew after a crash: changed, not sealed yet
            changed.append(("kinds", str(row["_id"])))
    return changed
