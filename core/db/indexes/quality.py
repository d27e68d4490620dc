"""The management system: objectives, nonconformities, risks."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U, where

QUALITY: dict[str, list[Spec]] = {
    "objectives": [
        ([("number", 1)], U),
        ([("status", 1), ("due", 1)], {}),
        ([("status", 1), ("indicator", 1)], {}),
    ],
    "nonconformities": [
        ([("number", 1)], U),
        ([("once", 1)], where("once")),
        ([("status", 1), ("due", 1)], {}),
        ([("on", -1), ("number", -1)], {}),
        ([("process", 1), ("status", 1), ("due", 1)], {}),
        ([("responsible.id", 1), ("status", 1), ("due", 1)], {"sparse": True}),
        ([("author.id", 1), ("number", -1)], {}),
        ([("source_ref.id", 1)], {"sparse": True}),
    ],
    "risks": [
        ([("number", 1)], U),
        ([("status", 1), ("level", -1)], {}),
        ([("status", 1), ("review_on", 1)], {}),
        ([("owner.id", 1), ("status", 1)], {}),
    ],
}
