"""Indexes of practices: by year, section and supervisor; placements by practice, contract and student; bases."""

from __future__ import annotations

from core.db.indexes.spec import Spec

PRACTICES: dict[str, list[Spec]] = {
    "practices": [
        ([("year", -1), ("starts", 1)], {}),
        ([("status", 1), ("starts", 1)], {}),
        ([("section.id", 1)], {}),
        ([("discipline.id", 1)], {}),
        ([("department.id", 1), ("year", -1)], {}),
    ],
    "placements": [
        ([("practice.id", 1), ("key", 1)], {}),
        ([("contract.id", 1), ("year", 1)], {}),
        ([("student.id", 1)], {}),
        ([("year", -1), ("status", 1)], {}),
        (
            [("practice.id", 1), ("study", 1)],
            {"unique": True, "partialFilterExpression": {"status": "open"}, "name": "one_open"},
        ),
    ],
    "practice_bases": [([("active", 1), ("name.kk", 1)], {})],
}
