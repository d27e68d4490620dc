"""The shipped reports of final attestation ask its results; one the office changed stays as it wants it."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.reports.shipped import made

CODES = (
    "attestation_marks_form", "attestation_marks_programme", "attestation_by_form", "attestation_by_language",
    "attestation_by_funding", "attestation_people", "attestation_absent", "attestation_recommended",
    "attestation_again",
)  # fmt: skip
WAS = ("protocols", "results", "candidacies")


def up(db: Any) -> list[tuple[str, str]]:
    """Every one of them in its first version."""
    changed = []
    for row in db.reports.find({"shipped": {"$in": list(CODES)}, "version": 1}):
        new = made(row["shipped"])
        sets = {"name": plain(new.name), "body": plain(new.body)}
        if row["body"]["source"] in WAS:
            where = {"_id": row["_id"], "revision": row["revision"]}
            db.reports.update_one(where, {"$set": sets, "$inc": {"revision": 1}})
            changed.append(("reports", str(row["_id"])))
        elif row["body"] == sets["body"]:  # begun anew after a crash: changed, not sealed yet
            changed.append(("reports", str(row["_id"])))
    return changed
