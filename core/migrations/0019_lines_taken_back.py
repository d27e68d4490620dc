"""The shipped reports of movement count no line that was taken back; one the office changed stays as it wants it."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.reports.shipped import entries, made

BACK = "lines.reversed"


def up(db: Any) -> list[tuple[str, str]]:
    """Every one of them in its first version that still asks what it was shipped with."""
    changed = []
    codes = [c for c, entry in entries().items() if any(asked["field"] == BACK for asked in entry.get("of", ()))]
    for row in db.reports.find({"shipped": {"$in": codes}, "version": 1}):
        new = plain(made(row["shipped"]).body)["of"]
        if row["body"]["of"] == [asked for asked in new if asked["field"] != BACK]:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.reports.update_one(where, {"$set": {"body.of": new}, "$inc": {"revision": 1}})
            changed.append(("reports", str(row["_id"])))
        elif row["body"]["of"] == new:  # begun anew after a crash: changed, not sealed yet
            changed.append(("reports", str(row["_id"])))
    return changed
