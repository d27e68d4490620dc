"""The order of admission asks for all but the attestation: asked for no debts at all, it refused who comes again."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import Sort


def up(db: Any) -> list[tuple[str, str]]:
    """Only the shipped kind, and only where its one condition is still the shipped one."""
    shipped = next(k for k in entries() if k.sort is Sort.order and k.code == "attestation_admission")
    new = plain(shipped.body)["conditions"]
    changed = []
    for row in db.kinds.find({"sort": "order", "code": "attestation_admission"}):
        held = row["body"]["conditions"]
        old = [c["rule"] for c in held] == ["debts"]
        if old or held == new:
            changed.append(("kinds", str(row["_id"])))
        if old:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.kinds.update_one(where, {"$set": {"body.conditions": new}, "$inc": {"revision": 1}})
    return changed
