"""Controlled documents: the register, versions, comments, acknowledgements, copies."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

NORMS: dict[str, list[Spec]] = {
    "norm_documents": [
        ([("code", 1)], U),
        ([("status", 1), ("sort", 1), ("code", 1)], {}),
        ([("status", 1), ("review_on", 1)], {}),
        ([("rests_on.id", 1)], {}),
    ],
    "norm_versions": [
        ([("document.id", 1), ("n", -1)], U),
        ([("status", 1), ("comments_by", 1)], {}),
        ([("status", 1), ("since", 1)], {}),
    ],
    "norm_comments": [([("version.id", 1), ("at", 1)], {})],
    "acknowledgements": [([("version.id", 1), ("at", 1)], {}), ([("user", 1), ("version.id", 1)], {})],
    "closings": [([("status", 1)], {})],
    "norm_permits": [([("number", -1)], U), ([("document.id", 1), ("number", -1)], {})],
    "norm_copies": [([("document.id", 1), ("n", 1)], U)],
}
