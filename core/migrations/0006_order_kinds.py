"""Which kinds of order carry out a promotion and the summer is a setting: bases without it get the shipped one."""

from __future__ import annotations

from typing import Any

from core.kinds.shipped import entries
from schemas.kinds import Sort

NEW = {Sort.promotion_rules: ("orders",), Sort.study_rules: ("summer_order", "summer_fact")}


def up(db: Any) -> list[tuple[str, str]]:
    """Add what is missing to every version of both sorts; what the office has set stays."""
    shipped = {k.sort: k.body.model_dump(mode="json") for k in entries() if k.sort in NEW}
    changed = []
    for sort, names in NEW.items():
        for row in db.kinds.find({"sort": sort.value}):
            changed.append(("kinds", str(row["_id"])))
            missing = {f"body.{n}": shipped[sort][n] for n in names if n not in row["body"]}
            if missing:
                where = {"_id": row["_id"], "revision": row["revision"]}
                db.kinds.update_one(where, {"$set": missing, "$inc": {"revision": 1}})
    return changed
