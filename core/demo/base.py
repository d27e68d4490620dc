"""Whether a base is a demonstration's, and of the right kind for this start; asked before anything heavy is read."""

from __future__ import annotations

from core.db import bulk
from core.db.store import Store
from core.errors import RuleBroken

WHAT = "demo"


def is_demo(store: Store) -> bool:
    """Is this base a demonstration?"""
    return store.one("office", {"demo": True}, {"_id": 1}) is not None


def check(store: Store, demo: bool) -> None:
    """Refuse a real start on a demonstration base and a demonstration on a real one; an empty base suits both.

    Raises RuleBroken.
    """
    unfinished = bulk.cut_short(store)
    if unfinished == bulk.RESTORING:
        raise RuleBroken("backup.cut_short")
    if not demo and (is_demo(store) or unfinished == WHAT):
        raise RuleBroken("demo.base_is_demo")
    if demo and not is_demo(store) and unfinished != WHAT and bulk.used(store):
        raise RuleBroken("demo.base_in_use")
