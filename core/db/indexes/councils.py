"""Indexes of councils: consultations."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

COUNCILS: dict[str, list[Spec]] = {
    "consultations": [
        ([("number", 1)], U),
        ([("day", -1)], {}),
        ([("kind", 1), ("day", -1)], {}),
        ([("status", 1), ("day", -1)], {}),
    ],
}
