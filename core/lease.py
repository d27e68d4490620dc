"""A lease: work that one server of several does alone, until its lease runs out because it died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.db.store import Store, office_errors
from core.errors import Duplicate


def take(store: Store, name: str, owner: str, seconds: float) -> bool:
    """May `owner` be the one that does this work for so many seconds? True too when it holds the lease already."""
    now = datetime.now(UTC)
    until = now + timedelta(seconds=seconds)
    free = {"_id": f"lease:{name}", "$or": [{"owner": owner}, {"until": {"$lt": now}}]}
    mine = {"owner": owner, "until": until, "state": "lease", "command": f"lease:{name}"}
    try:
        with office_errors():
            store.side("jobs").update_one(free, {"$set": mine}, upsert=True)
    except Duplicate:  # another owner's lease has not run out
        return False
    return True
