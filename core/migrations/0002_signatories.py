"""Signatories get dates in office: the two flat names of the institution's card become rows without an end."""

from __future__ import annotations

from typing import Any


def up(db: Any) -> list[tuple[str, str]]:
    """Move signer_1 and signer_2 into `signers`, where that has not been done; the old fields stay readable."""
    changed = []
    for row in db.office.find({"signer_1": {"$exists": True}}):
        changed.append(("office", str(row["_id"])))
        if row.get("signers"):  # done before a crash: only named again
            continue
        pairs = [(row.get(f"signer_{n}"), row.get(f"signer_{n}_name")) for n in (1, 2)]
        signers = [
            {
                "post": post, "name": {"kk": name, "ru": "", "en": ""} if name else None,
                "starts": None, "ends": None, "order": "", "papers": [],
            }
            for post, name in pairs if post
        ]  # fmt: skip
        db.office.update_one(
            {"_id": row["_id"], "revision": row["revision"]}, {"$set": {"signers": signers}, "$inc": {"revision": 1}}
        )
    return changed
