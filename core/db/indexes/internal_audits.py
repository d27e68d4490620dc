"""Internal audits: programmes of years, audits; packs of management reviews."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

INTERNAL_AUDITS: dict[str, list[Spec]] = {
    "audit_programmes": [([("year", 1), ("n", 1)], U)],
    "internal_audits": [
        ([("number", 1)], U),
        ([("year", 1), ("month", 1), ("process", 1)], {}),
        ([("year", 1), ("number", 1)], {}),
        ([("last", 1)], {}),
    ],
    "management_reviews": [([("number", -1)], U), ([("status", 1), ("decided_on", -1)], {})],
}
