"""Indexes of correspondence: the nomenclature of files, its acts, correspondents, letters, the sending log."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

CORRESPONDENCE: dict[str, list[Spec]] = {
    "correspondents": [([("code", 1)], U)],
    "file_years": [([("year", 1)], U)],
    "folders": [([("year", 1), ("index", 1)], U), ([("status", 1), ("year", 1)], {})],
    "file_acts": [([("kind", 1), ("number", 1)], U), ([("day", -1), ("_id", -1)], {})],
    "letters": [
        ([("year", 1), ("direction", 1), ("n", 1)], U),
        ([("day", -1), ("_id", -1)], {}),
        ([("direction", 1), ("day", -1), ("_id", -1)], {}),
        ([("status", 1), ("due", 1)], {}),
        ([("responsible.id", 1), ("status", 1), ("due", 1)], {}),
        ([("folder.id", 1), ("n", 1)], {}),
        ([("filed.id", 1), ("day", 1)], {}),
        ([("due", 1)], {}),
        ([("number", 1)], {}),
        ([("their_number", 1)], {}),
    ],
    "dispatches": [([("letter.id", 1), ("at", 1)], {}), ([("at", -1)], {})],
}
