"""Two departments with their people, and desks of a day: what tests of requests to units share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from core.db.store import Store
from core.desk import Desk, Why
from schemas.base import Id, Text
from schemas.reference import Department
from schemas.user import User
from schemas.words import Role
from tests.conftest import actor
from tests.once import once

DAY = date(2026, 3, 2)


def at(store: Store, role: Role = Role.head, day: date = DAY, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def person(store: Store, id: Id, role: Role, unit: Department | None = None, **more: Any) -> User:
    user = User(_id=id, login=id, name=f"Тест {id}", role=role, order_number="1",
                department=unit.ref() if unit else None, **more)  # fmt: skip
    return at(store).transact("user.appoint", lambda tx: tx.add(user), Why("т"))


@once
def two_units(store: Store) -> list[Department]:
    """Two departments: one with its head and a teacher, one with a teacher alone."""
    made = [Department(_id=f"d{n}", code=f"D{n}", name=Text(kk=f"Кафедра {n}")) for n in (1, 2)]
    at(store).transact("reference.edit", lambda tx: [tx.add(u) for u in made][0], Why("т"))
    person(store, "u-head", Role.head)
    person(store, "u-department", Role.department, made[0])
    person(store, "u-teacher", Role.teacher, made[0])
    person(store, "u-alone", Role.teacher, made[1])
    return made
