"""Looking at packs: the list, one, what became of its decisions."""

from __future__ import annotations

from datetime import date

from core.db.store import Row
from core.desk import Desk
from schemas.base import Id
from schemas.management_review import ManagementReview
from schemas.task import Task

READ = "management_review.read"


def get(desk: Desk, id: Id) -> ManagementReview:
    """A pack. Raises NotFound, Forbidden."""
    return desk.get(ManagementReview, id, READ)


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """The packs, the newest first."""
    return desk.rows(ManagementReview, READ, {}, {"sections": 0, "notes": 0}, [("number", -1)], size, page * size)


def followed(desk: Desk, pack: ManagementReview) -> dict[Id, Task]:
    """The tasks of its decisions as they stand today."""
    if not pack.tasks:
        return {}
    rows = desk.store.rows("tasks", {"_id": {"$in": pack.tasks}}, limit=len(pack.tasks))
    return {r["_id"]: Task.model_validate(r) for r in rows}


def usual(today: date) -> tuple[date, date]:
    """The period that is offered: this calendar year up to today."""
    return date(today.year, 1, 1), today


__all__ = ["followed", "get", "listed", "usual"]
