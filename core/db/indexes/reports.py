"""Indexes of reports: one's own, those shared with a role, those on a role's first page, shipped ones once."""

from __future__ import annotations

from core.db.indexes.spec import Spec, where

REPORTS: dict[str, list[Spec]] = {
    "reports": [
        ([("owner", 1), ("status", 1)], {}),
        ([("shared", 1), ("status", 1)], {}),
        ([("home", 1), ("status", 1)], {}),
        ([("shipped", 1)], where("shipped")),
        ([("request.id", 1)], {}),
    ],
}
