"""Reminders of requests: before the deadline as the kind says, and after it every week until the answer has gone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import house, notices
from core.db.store import Store
from core.requests.acts import PAGE
from core.requests.clock import RUNNING, clocks, kind_of
from core.tasks.seats import holders, people, told
from schemas.letter import Letter
from schemas.words import Role

WEEK = 7


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: who answers is told before the deadline, he and the head after it; how many were
    told. Called twice on a day nobody is told the same again."""
    house.refresh(store)
    now = now or datetime.now(UTC)
    where = {"status": {"$in": [s.value for s in RUNNING]}, "due": {"$type": "string"}}
    letters = [Letter.model_validate(r) for r in store.rows("letters", where, None, [("due", 1)], 2000)]
    heads: list[str] = []
    count = 0
    for letter, left in zip(letters, clocks(store, day, letters), strict=True):
        kind = kind_of(letter.kind)
        if left is None or letter.due is None or not left.late and left.n > (kind.remind if kind else 2):
            continue
        if not heads:
            heads = [a.id for a in people(store, [Role.head], []) if a.role is Role.head]
        has = told(store, holders(store, None, letter.responsible, {}), day) if letter.responsible else []
        to = dict.fromkeys([*has, *heads] if left.late or not has else has)
        turn = f"late:{(day - letter.due).days // WEEK}" if left.late else "soon"
        values = {"number": letter.number, "subject": letter.subject, "due": letter.due}
        key = "requests.told_late" if left.late else "requests.told_soon"
        for id in to:
            once = f"request:{letter.id}:{letter.due.isoformat()}:{turn}"
            count += notices.post(store, id, key, values, PAGE, {"id": letter.id}, now, once=once)
    return count


__all__ = ["remind"]
