"""Two records side by side before they are joined, likely pairs, and the log of merges."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import require
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec
from core.students.merging import moving, rules
from core.students.merging.rules import Conflict
from core.students.reading import card
from schemas.base import Id
from schemas.merge import Merge
from schemas.student import Student

MOST = 200


@dataclass(frozen=True)
class Preview:
    """What a merge would be: both cards, the fields that differ, what is worth taking, what stands in the way."""

    keep: Student
    other: Student
    fields: list[FieldSpec]
    suggested: list[str]
    conflicts: list[Conflict]

    @property
    def blocked(self) -> bool:
        """Must something be settled first?"""
        return any(c.blocks for c in self.conflicts)


def preview(desk: Desk, keep: Id, other: Id) -> Preview:
    """Both records as the user may see them. Raises NotFound, Forbidden."""
    require(desk.actor, "student.merge")
    first, second = card(desk, keep, look=False), card(desk, other, look=False)
    a, b = plain(first), plain(second)
    found = list(rules.conflicts(a, b, desk.today()))
    if keep != other:
        found += [Conflict(key, values, True) for key, values in moving.in_the_way(desk.store, keep, other)]
    return Preview(first, second, rules.differing(a, b), rules.suggested(a, b), found)


def pairs(desk: Desk, most: int = MOST) -> list[list[Row]]:
    """Records that may be one person: the same name and the same day of birth; each as its stored rows."""
    require(desk.actor, "student.merge")
    pipeline: list[Row] = [
        {"$match": {**desk.visible(Student), "born": {"$ne": None}}},
        {"$project": {"number": 1, "name": 1, "born": 1, "search.key": 1}},
        {"$group": {"_id": {"key": "$search.key", "born": "$born"}, "rows": {"$push": "$$ROOT"}, "n": {"$sum": 1}}},
        {"$match": {"n": {"$gt": 1}}},
        {"$sort": {"_id.key": 1}},
        {"$limit": most},
    ]
    return [r["rows"] for r in desk.store.aggregate("students", pipeline)]


def merges(desk: Desk) -> list[Merge]:
    """The log: every merge, waiting ones first, then the newest."""
    rows = desk.rows(Merge, "student.merge", sort=[("at", -1)], limit=MOST)
    found = [Merge.model_validate(r) for r in rows]
    return sorted(found, key=lambda m: m.state.value != "proposed")
