"""The people of units as the office addresses them (clauses 34-1, 41): who answers for a unit, and whose units are
mine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from core.db.store import Row
from core.desk import Desk
from core.tasks.seats import seats
from schemas.base import Id, Ref, Text
from schemas.words import Role


class Reader(Protocol):
    """The store, or the session of an act."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, /) -> list[Row]: ...


def answering(reader: Reader, units: Iterable[Id]) -> dict[Id, list[Ref]]:
    """Who answers for each unit: its open accounts; its teachers only where nobody else works there."""
    wanted = list(dict.fromkeys(units))
    where: Row = {"department.id": {"$in": wanted}, "active": True}
    found = reader.rows("users", where, {"name": 1, "role": 1, "department": 1})
    out: dict[Id, list[Ref]] = {}
    for unit in wanted:
        own = [r for r in found if r["department"]["id"] == unit]
        rows = [r for r in own if r["role"] != Role.teacher.value] or own
        out[unit] = [Ref(id=r["_id"], label=Text(kk=r["name"])) for r in rows]
    return out


def mine(desk: Desk) -> list[Id]:
    """The units of this user, and of those whose deputy he is today."""
    found = seats(desk.store, desk.actor, desk.today())
    return list(dict.fromkeys(u for s in found for u in s.actor.assigned.get("department", ())))


__all__ = ["answering", "mine"]
