"""Shipped kinds of order say what is due after them, when they work, what statistics ask; an edited kind stays."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import BODIES, Sort

# What each of these said when an office last got it from us, as one number; whoever changed it has another.
WAS = {
    ("order", "enrolment"): "4d5e62fbba65e7f2",
    ("order", "promotion"): "913ba622b0ee2421",
    ("order", "repeat_year"): "8abe672c5c6c1b1e",
    ("order", "transfer_in"): "6aefd997f8a977c6",
    ("order", "transfer_out"): "6814152376ec0d91",
    ("order", "reinstatement"): "5dff132f866d5a21",
    ("order", "academic_leave"): "1e354bdfe29861a6",
    ("order", "return_from_leave"): "e2d1bd727a9feb50",
    ("order", "attestation_admission"): "7fd4c7c8c1c8c4a7",
    ("order", "practice_order"): "f92b0c74963a5a9b",
    ("order", "summer_semester"): "6da11bc772f41bd7",
    ("leave_ground", "child"): "3faae7c67fa1d667",
}
NEW = {"takes_effect", "after", "stands", "source", "age", "born"}


def up(db: Any) -> list[tuple[str, str]]:
    """Only versions that still say what was shipped."""
    shipped = {(k.sort, k.code): k for k in entries() if (k.sort.value, k.code) in WAS}
    changed = []
    for (sort, code), kind in shipped.items():
        new = plain(kind.body)
        for row in db.kinds.find({"sort": sort.value, "code": code}):
            if row["body"] == new:  # done before a crash
                changed.append(("kinds", str(row["_id"])))
            elif said(sort, row["body"]) == WAS[sort.value, code]:
                where = {"_id": row["_id"], "revision": row["revision"]}
                db.kinds.update_one(where, {"$set": {"body": new}, "$inc": {"revision": 1}})
                changed.append(("kinds", str(row["_id"])))
    return changed


def said(sort: Sort, body: dict[str, Any]) -> str:
    """A body without the fields that came with this code, as one number."""
    whole = BODIES[sort.value].model_validate(body).model_dump(mode="json")
    return sha256(json.dumps(_bare(whole), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _bare(v) for k, v in node.items() if k not in NEW}
    return [_bare(x) for x in node] if isinstance(node, list) else node
