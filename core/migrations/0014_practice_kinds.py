"""Kinds of practice say what they need, their order and their sheet; one the office changed stays as it wants it."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import Sort

# What each was shipped with before, all of it.
WAS = {"sort": "practice", "mask": "practice", "template": "", "route": "department_head", "days": 5}


def up(db: Any) -> list[tuple[str, str]]:
    """Every version of a shipped kind of practice that still stands as it was shipped."""
    shipped = {k.code: plain(k.body) for k in entries() if k.sort is Sort.practice}
    changed = []
    for row in db.kinds.find({"sort": "practice", "code": {"$in": list(shipped)}}):
        new = shipped[row["code"]]
        if row["body"] == WAS:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.kinds.update_one(where, {"$set": {"body": new}, "$inc": {"revision": 1}})
            changed.append(("kinds", str(row["_id"])))
        elif row["body"] == new:  # begun anew after a crash: changed, not sealed yet
            changed.append(("kinds", str(row["_id"])))
    return changed
