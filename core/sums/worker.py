"""The scheduler's work on sums: what marks made old is rebuilt, and everything on a new day."""

from __future__ import annotations

from collections.abc import Callable

from core.db.store import Store
from core.sums.build import drain, office_day, refresh


def look(store: Store) -> bool:
    """One round: do the waiting marks; on a new day everything, since «overdue» and «ended» move with the day.

    False where there was nothing to do.
    """
    built = store.one("sums", {"_id": "today"}, {"day": 1})
    if built is None or built["day"] != office_day().isoformat():
        refresh(store)
        return True
    return drain(store) > 0


def looker(store: Store) -> Callable[[], bool]:
    """The work as the scheduler's table wants it."""
    return lambda: look(store)
