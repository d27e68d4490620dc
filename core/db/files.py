"""The bytes of kept files: one GridFS bucket, written before the act that names them.

A transaction cannot hold a GridFS upload, and twenty megabytes would only burden it. So bytes are laid down first,
unkept; the act's own transaction writes the file's record and marks its bytes kept. Bytes that no act came to keep
are swept after a day; the mark and the sweep touch the same row, so one of them waits for the other and loses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import gridfs
from gridfs.errors import CorruptGridFile
from pymongo.database import Database

from schemas.base import Id, new_id

BUCKET = "bytes"
FILES, CHUNKS = f"{BUCKET}.files", f"{BUCKET}.chunks"
MARK = "metadata.kept"


@dataclass(frozen=True)
class Laid:
    """Bytes that stand in the base and wait for the act that keeps them."""

    place: Id
    hash: str
    size: int


def lay(db: Database[Any], data: bytes) -> Laid:
    """Lay bytes down on a majority of the servers; nothing names them yet."""
    laid = Laid(new_id(), sha256(data).hexdigest(), len(data))
    gridfs.GridFSBucket(db, BUCKET).upload_from_stream_with_id(
        laid.place, laid.hash, data, metadata={"kept": False}
    )  # fmt: skip
    return laid


def blocks(db: Database[Any], place: Id) -> Iterator[bytes]:
    """The bytes at a place, a quarter of a megabyte at a time; ends early where some are gone."""
    try:
        with gridfs.GridFSBucket(db, BUCKET).open_download_stream(place) as source:
            while block := source.readchunk():
                yield block
    except (gridfs.NoFile, CorruptGridFile):
        return


def sweep(db: Database[Any], before: datetime) -> int:
    """Remove bytes laid before a moment that no act came to keep; how many files they were."""
    swept = 0
    for row in db[FILES].find({MARK: False, "uploadDate": {"$lt": before}}, {"_id": 1}):
        if db[FILES].delete_one({"_id": row["_id"], MARK: False}).deleted_count:
            db[CHUNKS].delete_many({"files_id": row["_id"]})
            swept += 1
    # A crash in the middle of laying, or of the two deletions above, leaves pieces without their row. Places begin
    # with the milliseconds of their making, so «old» can be asked of the pieces themselves.
    old = f"{int(before.timestamp() * 1000):012x}"
    whole = set(db[FILES].distinct("_id"))
    for place in db[CHUNKS].distinct("files_id", {"files_id": {"$lt": old}}):
        if place not in whole:
            swept += bool(db[CHUNKS].delete_many({"files_id": place}).deleted_count)
    return swept
