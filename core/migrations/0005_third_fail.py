"""The number of fails that ends a discipline was said twice; it stands in the rules of study alone."""

from __future__ import annotations

from typing import Any

FIELD = "body.third_fail"


def up(db: Any) -> list[tuple[str, str]]:
    """Take it out of the promotion rules of the council; their newest word becomes that of the rules of study, so that
    nobody is expelled by another number than before."""
    study = list(db.kinds.find({"sort": "study_rules"}))
    council = sorted(db.kinds.find({"sort": "promotion_rules"}), key=lambda r: (r["effective"], r["version"]))
    said = [r["body"]["third_fail"] for r in council if "third_fail" in r["body"]]
    for row in study:
        if said and row["body"].get("third_fail") != said[-1]:
            _set(db.kinds, row, {"$set": {FIELD: said[-1]}})
    for row in council:  # the newest last: begun anew after a crash, it is still there to be read
        if "third_fail" in row["body"]:
            _set(db.kinds, row, {"$unset": {FIELD: ""}})
    return [("kinds", str(r["_id"])) for r in (*study, *council)]


def _set(collection: Any, row: dict[str, Any], update: dict[str, Any]) -> None:
    collection.update_one({"_id": row["_id"], "revision": row["revision"]}, {**update, "$inc": {"revision": 1}})
