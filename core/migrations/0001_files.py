"""Bytes of issued papers leave the rows that named them: a row becomes a File document, its bytes go into GridFS."""

from __future__ import annotations

from typing import Any

from core.db.files import FILES, MARK, lay
from schemas.file import FileType


def up(db: Any) -> list[tuple[str, str]]:
    """Move every row of the old shape; the files that stand in the new one afterwards."""
    for row in db.files.find({"bytes": {"$exists": True}}).batch_size(20):
        data = bytes(row["bytes"])
        laid = lay(db, data)
        db[FILES].update_one({"_id": laid.place}, {"$set": {MARK: True}})
        # The id stays what it was: had the bytes been changed by hand, `verify` must go on naming them.
        new = {
            "schema_version": 1, "revision": 1, "created": None, "updated": None, "head": {"seq": 0, "hash": ""},
            "custom": None, "name": row["name"], "kind": row["kind"], "owner": row["owner"],
            "type": FileType.of(row["name"]).value, "size": len(data), "place": laid.place,
        }  # fmt: skip
        db.files.replace_one({"_id": row["_id"]}, new)
    return [("files", row["_id"]) for row in db.files.find({}, {"_id": 1}).sort("_id", 1)]
