"""Indexes of councils, consultations and the career sector."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U, where

COUNCILS: dict[str, list[Spec]] = {
    "consultations": [
        ([("number", 1)], U),
        ([("day", -1)], {}),
        ([("kind", 1), ("day", -1)], {}),
        ([("status", 1), ("day", -1)], {}),
    ],
    "meetings": [
        ([("kind", 1), ("number", 1)], {"unique": True, "partialFilterExpression": {"number": {"$gt": ""}}}),
        ([("day", -1)], {}),
        ([("kind", 1), ("day", -1)], {}),
        ([("status", 1), ("day", -1)], {}),
        ([("people.user.id", 1), ("day", -1)], {}),
    ],
    "contact_campaigns": [([("number", 1)], U), ([("started", -1)], {})],
    "employments": [
        ([("student.id", 1), ("entry.since", -1), ("_id", -1)], {}),
        ([("status", 1), ("graduated", 1)], {}),
        ([("replaces", 1)], where("replaces")),
    ],
}
