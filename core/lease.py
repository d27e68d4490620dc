"""A lease: work that one server of several does alone, until its lease runs out because it died."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from core.db.store import Row, Store, office_errors
from core.errors import Duplicate, OfficeError, Unavailable
from schemas.base import new_id


def take(store: Store, name: str, owner: str, seconds: float) -> bool:
    """May `owner` be the one that does this work for so many seconds? True too when it holds the lease already.

    A lease that ends later than any given now would was given before the clock was set back: it holds nobody up.
    """
    now = datetime.now(UTC)
    too_late = now + timedelta(seconds=2 * seconds)  # twice: clocks of two servers differ a little
    free = {"_id": _id(name), "$or": [{"owner": owner}, {"until": {"$lte": now}}, {"until": {"$gt": too_late}}]}
    try:
        with office_errors():
            store.side("schedule").update_one(
                free, {"$set": {"owner": owner, "until": now + timedelta(seconds=seconds)}}, upsert=True
            )
    except Duplicate:  # another owner's lease has not run out
        return False
    return True


@contextmanager
def alone(store: Store, name: str, patience: float = 900, seconds: float = 30) -> Iterator[None]:
    """Within: nobody else does what goes by this name. The lease is held as long as the work takes; one whose process
    died runs out after `seconds`. Raises Unavailable where another holds it for longer than `patience`."""
    owner, until, ended = new_id(), time.monotonic() + patience, threading.Event()
    while not take(store, name, owner, seconds):
        if time.monotonic() > until:
            raise Unavailable("errors.unavailable")
        time.sleep(0.2)

    def hold() -> None:
        while not ended.wait(seconds / 3):
            with suppress(OfficeError):  # the database is away for a moment: asked again in a third of the lease
                take(store, name, owner, seconds)

    holder = threading.Thread(target=hold, name=f"lease-{name}", daemon=True)
    holder.start()
    try:
        yield
    finally:
        ended.set()
        holder.join()
        give_back(store, name, owner)


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
