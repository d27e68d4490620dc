"""Reminders of requests of data: so many days before the day, then every so many days while the answer is owed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import notices
from core.data_requests.acts import PAGE, address, told, told_key
from core.db.store import Store
from core.units.people import answering
from schemas.data_request import OWED, UnitAnswer


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day; late ones are told to who asked, too. How many were told; safe to repeat, and
    days that were missed are made up by one reminder."""
    now, count = now or datetime.now(UTC), 0
    rows = [UnitAnswer.model_validate(r)
            for r in store.rows("data_answers", {"status": {"$in": [s.value for s in OWED]}}, limit=5000)]  # fmt: skip
    people = answering(store, [r.unit.id for r in rows])
    for row in rows:
        turn = turn_of(row, day)
        if turn is None:
            continue
        late = [row.asker.id] if turn else []
        for id in dict.fromkeys([*(p.id for p in people[row.unit.id]), *late]):
            once = f"data_request:{row.id}:{row.due}:{turn}"
            count += notices.post(store, id, told_key(row.due, day), told(row), PAGE, address(row), now, once=once)
    return count


def turn_of(row: UnitAnswer, day: date) -> int | None:
    """Which reminder is due on a day: 0 the one before, 1… those after; None for none."""
    late = (day - row.due).days
    if late > 0:
        return 1 + (late - 1) // row.every
    return 0 if -late <= row.before else None


__all__ = ["remind", "turn_of"]
