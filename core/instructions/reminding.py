"""The reminder of instructions: who has not read one in force is told when its day comes, then once a week."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import notices
from core.db.store import Store
from core.instructions.acts import PAGE
from core.instructions.people import addressed
from schemas.instruction import Instruction, InstructionState

AFTER, EVERY = 3, 7  # days after publishing where no day is named; days between two reminders


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day; how many were told. Safe to repeat."""
    now, count = now or datetime.now(UTC), 0
    for row in store.rows("instructions", {"status": InstructionState.published.value}, limit=1000):
        of = Instruction.model_validate(row)
        turn = turn_of(of, day)
        if turn is None:
            continue
        done = {r["user"] for r in store.rows("instruction_reads", {"instruction.id": of.id}, {"user": 1}, (), 5000)}
        for one in addressed(store, of):
            if one["_id"] not in done:
                once = f"instruction:{of.id}:{turn}"
                count += notices.post(store, one["_id"], "instructions.told_unread", {"what": of.label()}, PAGE,
                                      {"id": of.id}, now, once=once)  # fmt: skip
    return count


def turn_of(of: Instruction, day: date) -> int | None:
    """Which reminder is due on a day; None before the first."""
    if of.since is None:
        return None
    days = (day - of.read_by).days if of.read_by else (day - of.since).days - AFTER
    return days // EVERY if days >= 0 else None


__all__ = ["remind", "turn_of"]
