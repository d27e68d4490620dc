"""Units of a day, what a unit was formed of, and what still points to one."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from schemas.base import Id, Text
from schemas.reference import Department
from schemas.words import UNDONE


class Counting(Protocol):
    """A store: whatever can count documents."""

    def count(self, collection: str, where: Row, most: int = 0) -> int:
        """How many documents fit."""


# word: which documents of today point to a unit, by its id
POINTING: dict[str, tuple[str, Any]] = {
    "students": ("students", lambda id: {
        "studies": {"$elemMatch": {"status": {"$in": ["active", "academic_leave"]},
                                   "$or": [{"department.id": id}, {"faculty.id": id}]}}}),
    "people": ("people", lambda id: {"department.id": id, "active": {"$ne": False}}),
    "users": ("users", lambda id: {"active": True, "$or": [{"department.id": id}, {"faculties.id": id}]}),
    "sections": ("sections", lambda id: {"$or": [{"department.id": id}, {"faculty.id": id}]}),
    "sheets": (
        "grade_sheets",
        lambda id: {"status": {"$in": UNDONE}, "$or": [{"department.id": id}, {"faculty.id": id}]},
    ),
    "disciplines": ("disciplines", lambda id: {"department.id": id}),
    "programmes": ("programmes", lambda id: {"department.id": id}),
    "units": ("departments", lambda id: {"parent.id": id, "ends": None}),
}  # fmt: skip


def points(store: Counting, id: Id) -> dict[str, int]:
    """What points to a unit today, by word (students, people, users, sections, sheets…); only what there is."""
    found = {word: store.count(kind, where(id)) for word, (kind, where) in POINTING.items()}
    return {word: n for word, n in found.items() if n}


def as_of(desk: Desk, day: date) -> list[tuple[Department, Text]]:
    """The units of a day under the names they had then, in Kazakh order."""
    rows = desk.rows(Department, "reference.read", limit=2000)
    units = [u for u in (Department.model_validate(r) for r in rows) if u.in_force(day)]
    return sorted(((u, u.name_on(day)) for u in units), key=lambda pair: order_key(pair[1].kk))


def formed_of(desk: Desk, id: Id) -> list[Department]:
    """The units that were joined into this one."""
    return [Department.model_validate(r) for r in desk.rows(Department, "reference.read", {"joined.id": id})]
