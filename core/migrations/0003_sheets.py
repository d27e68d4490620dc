"""Grade sheets become a family: kinds of sheet get their columns, each standing sheet says which section it serves."""

from __future__ import annotations

from typing import Any

from core.kinds.shipped import entries
from core.migrations.refold import refold
from schemas.kinds import Sort


def up(db: Any) -> list[tuple[str, str]]:
    """Fill the kinds of sheet that had no columns as they are shipped; mark sheets; results gain their new fields."""
    changed = []
    shipped = {k.code: k for k in entries() if k.sort is Sort.sheet}
    for row in db.kinds.find({"sort": "sheet", "code": {"$in": list(shipped)}}):
        changed.append(("kinds", str(row["_id"])))
        if "columns" in row["body"]:  # done before a crash: only named again
            continue
        body = {**shipped[row["code"]].body.model_dump(mode="json"), **{k: v for k, v in row["body"].items() if v}}
        _set(db.kinds, row, {"body": body})
    for row in db.grade_sheets.find({"status": {"$in": ["open", "closed"]}}):
        changed.append(("grade_sheets", str(row["_id"])))
        if "once" not in row:
            _set(db.grade_sheets, row, {"once": f"{row['section']['id']}:{row['kind']}"})
    refold(db)
    return changed


def _set(collection: Any, row: dict[str, Any], values: dict[str, Any]) -> None:
    where = {"_id": row["_id"], "revision": row["revision"]}
    collection.update_one(where, {"$set": values, "$inc": {"revision": 1}})
