"""A late period calls its owner: over for the days its definition gives, and its value is not there or off target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core import house, tasks
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.i18n import number
from core.indicators.definition import body_of, definitions
from core.indicators.periods import Period, among, begun
from core.indicators.reading import newest
from core.office import SYSTEM
from core.tx import Tx
from schemas.base import LANGS, Ref, Text
from schemas.indicator import Reached
from schemas.kinds import Kind
from schemas.task import Task

MISSING, BAD = "missing", "bad"  # why an owner is called
ANSWER = 7  # days he has


@dataclass(frozen=True)
class Late:
    """A period that is over and does not stand as it should; value: the stored row of one off target."""

    kind: Kind
    period: Period
    why: str
    value: Row | None = None


def subject(code: str) -> str:
    """What the tasks about an indicator are of."""
    return f"indicator:{code}"


def mark_of(why: str, period: str) -> str:
    """By what tasks about an indicator are told apart."""
    return f"indicator_{why}:{period}"


def over(kind: Kind, found: Sequence[Period], day: date) -> Period | None:
    """The newest period whose value must stand by a day; earlier ones were called for in their time."""
    waits = timedelta(days=body_of(kind).late_days)
    return next((p for p in reversed(found) if day > p.last + waits), None)


def found(store: Store, day: date) -> list[Late]:
    """Every indicator whose newest period that is over has no value, or one that is off target."""
    terms = begun(store, day)
    pairs = [(k, p) for k in definitions() if (p := over(k, among(terms, body_of(k).every, day, 3), day)) is not None]
    stored = newest(store, [(k.code, p.code) for k, p in pairs], dict.fromkeys(("indicator", "period", "light",
                                                                                "value", "target"), 1))  # fmt: skip
    late = []
    for kind, period in pairs:
        value = stored.get((kind.code, period.code))
        if value is None:
            late.append(Late(kind, period, MISSING))
        elif value["light"] == Reached.bad.value:
            late.append(Late(kind, period, BAD, value))
    return late


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: a task for the owner of every late period; how many were made. Safe to repeat:
    for one cause in one period he is asked once, whatever became of the task."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    return sum(_asked(desk, day, late) for late in found(store, day))


def _asked(desk: Desk, day: date, late: Late) -> int:
    kind, period = late.kind, late.period
    id, mark = subject(kind.code), mark_of(late.why, period.code)
    if desk.store.one("tasks", {"subject.id": id, "mark": mark}, {"_id": 1}):
        return 0

    def work(tx: Tx) -> Task:
        return tasks.make(
            tx, what=f"indicators.task_{late.why}", values=_values(late), to_role=body_of(kind).owner,
            due=day + timedelta(days=ANSWER), subject=Ref(id=id, label=kind.name), page="indicators",
            address={"code": kind.code}, mark=mark, by_hand=late.why == BAD,
        )  # fmt: skip

    command = f"{id}:{mark}"
    desk.transact("indicator.remind", work, Why("", command=command), right="schedule.edit")
    return 1


def _values(late: Late) -> dict[str, Any]:
    said: dict[str, Any] = {"name": late.kind.name, "period": late.period.name}
    if late.value is not None:
        digits = body_of(late.kind).digits
        for key in ("value", "target"):
            words = {x: number(late.value[key], x, digits) for x in LANGS}
            said[key] = Text(**words)
    return said


__all__ = ["BAD", "MISSING", "Late", "found", "mark_of", "over", "remind", "subject"]
