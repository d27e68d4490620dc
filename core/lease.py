"""A lease: work that one server of several does alone, until its lease runs out because it died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.db.store import Row, Store, office_errors
from core.errors import Duplicate


def take(store: Store, name: str, owner: str, seconds: float) -> bool:
    """May `owner` be the one that does this work for so many seconds? True too when it holds the lease already."""
    now = datetime.now(UTC)
    free = {"_id": _id(name), "$or": [{"owner": owner}, {"until": {"$lte": now}}]}
    try:
        with office_errors():
            store.side("schedule").update_one(
                free, {"$set": {"owner": owner, "until": now + timedelta(seconds=seconds)}}, upsert=True
            )
    except Duplicate:  # another owner's lease has not run out
        return False
    return True


def give_back(store: Store, name: str, owner: str) -> None:
    """End one's lease before its time, so that another need not wait."""
    with office_errors():
        store.side("schedule").delete_one({"_id": _id(name), "owner": owner})


def held(store: Store, name: str) -> Row | None:
    """Who holds a lease now: owner and until when; None where nobody does."""
    row = store.one("schedule", {"_id": _id(name)})
    return row if row and row["until"] > datetime.now(UTC) else None


def _id(name: str) -> str:
    return f"lease:{name}"
