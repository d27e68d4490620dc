"""Students anew from their events: what a migration calls when fold learned to derive something more."""

from __future__ import annotations

from typing import Any

from core import history
from core.db.codec import differences
from core.search import search_of
from core.tx import DERIVED

Row = dict[str, Any]


def refold(db: Any) -> int:
    """Bring every student's stored state to what the events make it; how many differed.

    Nothing happens to the student: no event, no revision, so the trail has nothing to tell. Safe to run again.
    """
    changed = 0
    for row in db.students.find({}):
        made = history.fold(history.parse(row["events"]))
        kept = {k: v for k, v in row.items() if k not in DERIVED}
        if not differences(made, kept):
            continue
        gone = {k: "" for k in kept if k not in made}
        update: Row = {"$set": {**made, "search": search_of(made)}} | ({"$unset": gone} if gone else {})
        where = {"_id": row["_id"], "revision": row["revision"]}  # an act that came in between has folded it anew
        changed += db.students.update_one(where, update).modified_count
    return changed
