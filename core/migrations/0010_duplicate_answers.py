"""An application for a duplicate says when it was answered: the date on its duplicate, or the day it was refused."""

from __future__ import annotations

from typing import Any

from core.i18n import office_day


def up(db: Any) -> list[tuple[str, str]]:
    """Those answered before this code; one begun anew after a crash names again what it had changed."""
    changed = []
    for row in db.duplicate_requests.find({"status": {"$in": ["made", "refused"]}}):
        if not row.get("answered_on"):
            made = db.diplomas.find_one({"_id": row["made"]["id"]}, {"dated": 1}) if row.get("made") else None
            day = (made or {}).get("dated") or office_day(row["updated"]["at"]).isoformat()
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.duplicate_requests.update_one(where, {"$set": {"answered_on": day}, "$inc": {"revision": 1}})
        changed.append(("duplicate_requests", str(row["_id"])))
    return changed
