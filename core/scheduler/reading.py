"""What the scheduler does and what it has planned, for who watches over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import access, lease
from core.db.store import Row
from core.desk import Desk
from core.scheduler.scheduler import LEASE
from core.scheduler.table import TABLE, Daily, Entry
from schemas.planned import Planned, PlanState


@dataclass(frozen=True)
class Line:
    """One work of the table: when it last ran (at), last had something to do (did), what failed, when it is next."""

    name: str
    entry: Entry
    at: datetime | None
    did: datetime | None
    error: Row | None
    failed_at: datetime | None
    next: datetime | None


def state(desk: Desk) -> tuple[bool, list[Line]]:
    """Does a process hold the lease now, and how every work of the table stands."""
    access.require(desk.actor, "schedule.read")
    rows = {r["_id"]: r for r in desk.store.rows("schedule", {})}
    lines = []
    for name, entry in TABLE.items():
        row = rows.get(name, {})
        next_ = entry.next(desk.clock()) if isinstance(entry, Daily) else None
        at, did, failed_at = (row.get(k) for k in ("at", "did", "failed_at"))
        lines.append(Line(name, entry, at, did, row.get("error"), failed_at, next_))
    return lease.held(desk.store, LEASE) is not None, lines


def coming(desk: Desk, days: int = 30, most: int = 100) -> list[Planned]:
    """Plans of the next days (and those whose day has come), the nearest first."""
    until = (desk.today() + timedelta(days=days)).isoformat()
    where = {"state": PlanState.waiting.value, "due": {"$lte": until}}
    rows = desk.rows(Planned, "schedule.read", where, sort=[("due", 1), ("_id", 1)], limit=most)
    return [Planned.model_validate(r) for r in rows]


def failed(desk: Desk, most: int = 100) -> list[Planned]:
    """Plans that could not be carried out and wait for a decision, the oldest first."""
    rows = desk.rows(Planned, "schedule.read", {"state": PlanState.failed.value}, sort=[("due", 1)], limit=most)
    return [Planned.model_validate(r) for r in rows]
