"""Wrong tries cost time: a few are free, then each next one waits longer; counted by name and by address."""

from __future__ import annotations

import ipaddress
import math
from datetime import datetime, timedelta
from typing import Any

from core.db.store import Store, office_errors
from core.errors import RuleBroken

LONGEST_WAIT = 15  # minutes: guessing becomes hopeless, yet nobody is shut out for a day
MEMORY = timedelta(hours=1)
SKEW = timedelta(minutes=5)  # so far two servers' clocks may differ


def network(address: str) -> str:
    """Under what an address is counted: of version 6 the network, for a household alone has more than all guesses."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def take(store: Store, key: str, free: int, now: datetime) -> None:
    """Count one try before it is made, so that many at once cannot slip through.

    key: what is guarded («login:aigul», «address:10.0.0.7»); free: tries before waiting begins.
    Raises RuleBroken with the minutes left while one has to wait.
    """
    wait = {"$multiply": [{"$min": [{"$pow": [2, {"$subtract": ["$count", free]}]}, LONGEST_WAIT]}, 60_000]}
    step: list[dict[str, Any]] = [
        # A wait longer than any was begun before the clock was set back: it is over.
        {"$set": {"blocked": {"$and": [
            {"$gt": [{"$ifNull": ["$until", None]}, now]},
            {"$lte": ["$until", now + timedelta(minutes=LONGEST_WAIT + 1)]},
        ]}}},
        {"$set": {"count": {"$add": [{"$ifNull": ["$count", 0]}, {"$cond": ["$blocked", 0, 1]}]}}},
        {"$set": {
            "until": {"$cond": [
                "$blocked", "$until", {"$cond": [{"$gte": ["$count", free]}, {"$add": [now, wait]}, None]},
            ]},
            "expires": now + MEMORY,
        }},
    ]  # fmt: skip
    with office_errors():
        row = store.side("tries").find_one_and_update({"_id": key}, step, upsert=True, return_document=True)
    if row and row["blocked"]:
        minutes = max(1, math.ceil((row["until"] - now).total_seconds() / 60))
        raise RuleBroken("signin.wait", minutes=minutes)


def forget(store: Store, key: str) -> None:
    """The try was right: nothing wrong was counted under this name."""
    with office_errors():
        store.side("tries").delete_one({"_id": key})


def give_back(store: Store, key: str) -> None:
    """The try was right: it does not count, the wrong ones before it stay."""
    with office_errors():
        store.side("tries").update_one({"_id": key}, {"$inc": {"count": -1}, "$set": {"until": None}})
