"""Indexes of what keeps the office honest: trainings, declarations, assessments, what is submitted to management."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

INTEGRITY: dict[str, list[Spec]] = {
    "submissions": [
        ([("number", 1)], U),
        ([("sent_at", -1)], {}),
        ([("what", 1), ("sent_at", -1)], {}),
        ([("status", 1), ("sent_at", -1)], {}),
        ([("to.user.id", 1), ("sent_at", 1)], {}),
        ([("source.id", 1), ("sent_at", -1)], {}),
    ],
    "trainings": [
        ([("number", 1)], U),
        ([("day", -1)], {}),
        ([("sort", 1), ("day", -1)], {}),
        ([("status", 1), ("day", -1)], {}),
        ([("people.user.id", 1), ("day", -1)], {}),
    ],
    "declarations": [
        ([("number", 1)], U),
        (
            [("user.id", 1)],
            {"unique": True, "partialFilterExpression": {"status": "signed"}, "name": "one_standing"},
        ),
        ([("user.id", 1), ("signed_at", -1), ("_id", -1)], {}),
        ([("year", -1), ("status", 1), ("signed_at", -1)], {}),
        ([("status", 1), ("signed_at", -1)], {}),
        ([("signed_at", -1)], {}),
        ([("person.id", 1), ("status", 1)], {}),
    ],
    "assessments": [([("number", 1)], U), ([("end", -1)], {})],
}
