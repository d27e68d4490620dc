"""Reminders of requests to services: who is to do it is told on its day, then every third day; so is who asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import house, notices
from core.db.store import Store
from core.service_requests.acts import PAGE
from core.service_requests.people import doers
from core.service_requests.reading import WAITS
from schemas.kinds import ServiceKind, Sort
from schemas.service_request import ServiceRequest

EVERY = 3  # days between two reminders of a late one


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day; how many were told. Safe to repeat."""
    house.refresh(store)
    now, count = now or datetime.now(UTC), 0
    bodies = {k.code: k.as_body(ServiceKind) for k in house.entries(Sort.service)}
    for row in store.rows("service_requests", {"status": {"$in": WAITS}, "due": {"$lte": day.isoformat()}}, limit=2000):
        of = ServiceRequest.model_validate(row)
        turn = -(-of.late(day) // EVERY)
        people = [of.whom] if of.whom else doers(store, bodies[of.service]) if of.service in bodies else []
        for id in dict.fromkeys([*(p.id for p in people), *([of.asked_by.id] if turn else [])]):
            told = {"number": of.number, "topic": of.topic, "due": of.due}
            key = "service_requests.told_late" if turn else "service_requests.told_today"
            count += notices.post(store, id, key, told, PAGE, {"id": of.id}, now, once=f"service:{of.id}:{turn}")
    return count


__all__ = ["remind"]
