"""A whole base in one file and back: every collection as it was at one moment, with hashes that tell of damage.

The file is a zip of BSON, one entry a collection, and a manifest. It opens on any machine and any server, which
a copy of the server's own files does not.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from bson import decode_iter
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from core.db import bulk
from core.db.store import Store, office_errors
from core.errors import RuleBroken

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
FORMAT = 1
# Who is signed in, wrong tries, long works that go on: of the day, not of the office. A restored office is signed in to
# anew, and does not go on with what another one was doing.
LEFT_OUT = frozenset({"sessions", "tries", "runs"})
PART = 4 * 1024 * 1024  # bytes sent to the server at once
Progress = Callable[[int, int], None]


def backup(store: Store, file: Path, progress: Progress | None = None, small: bool = False) -> dict[str, Any]:
    """Write the base as it is at this moment; work goes on meanwhile. The manifest.

    The file appears whole or not at all. progress: collections done, of how many. small: half the size for ten
    times the time.
    """
    method, level = (zipfile.ZIP_LZMA, None) if small else (zipfile.ZIP_DEFLATED, 6)
    part = file.with_name(file.name + ".part")
    try:
        with office_errors(), store.client.start_session(snapshot=True) as session:
            present = store.db.list_collection_names()
            names = sorted(n for n in present if not n.startswith("system.") and n not in LEFT_OUT)
            kept: dict[str, Any] = {}
            with zipfile.ZipFile(part, "w", method, compresslevel=level) as out:
                for place, name in enumerate(names):
                    with out.open(f"{name}.bson", "w", force_zip64=True) as entry:
                        rows = _raw(store)[name].find({}, session=session, batch_size=1000).sort("_id", 1)
                        kept[name] = _written(rows, entry)
                    if progress:
                        progress(place + 1, len(names))
                at = datetime.now(UTC).isoformat()
                manifest = {"format": FORMAT, "base": store.name, "at": at, "collections": kept}
                out.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        with open(part, "rb+") as written:
            os.fsync(written.fileno())
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(store: Store, file: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Fill an empty base from a backup, then read it back and compare; the manifest. Indexes come with migration.

    Raises RuleBroken: `backup.damaged` before anything is written, `demo.base_in_use` for a base that is not empty.
    """
    manifest = examined(file)
    bulk.begin(store, "restore", lambda: None)
    names = list(manifest["collections"])
    with office_errors(), zipfile.ZipFile(file) as source:
        for place, name in enumerate(names):
            if name not in store.db.list_collection_names():
                store.db.create_collection(
                    name, storageEngine={"wiredTiger": {"configString": "block_compressor=zstd"}}
                )
            with source.open(f"{name}.bson") as entry:
                for rows in _parts(entry):
                    # Old shapes come as they are; migration brings them forward and only then validators stand.
                    _raw(store)[name].insert_many(rows, ordered=False, bypass_document_validation=True)
            if progress:
                progress(place + 1, len(names))
        for name, kept in manifest["collections"].items():
            where = {"_id": {"$ne": bulk.MARK}} if name == "jobs" else {}
            found = _raw(store)[name].find(where, batch_size=1000).sort("_id", 1)
            if _written(found, None)["sha256"] != kept["sha256"]:
                raise RuleBroken("backup.restored_differs", collection=name)
    bulk.end(store)
    return manifest


def examined(file: Path) -> dict[str, Any]:
    """The manifest of a file that is whole; RuleBroken `backup.damaged` names the collection that is not."""
    try:
        with zipfile.ZipFile(file) as source:
            manifest: dict[str, Any] = json.loads(source.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise RuleBroken("backup.newer", format=manifest["format"])
            for name, kept in manifest["collections"].items():
                seen = sha256()
                with source.open(f"{name}.bson") as entry:
                    while block := entry.read(1 << 20):
                        seen.update(block)
                if seen.hexdigest() != kept["sha256"]:
                    raise RuleBroken("backup.damaged", collection=name)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as e:
        raise RuleBroken("backup.damaged", collection=str(e)[:80]) from None
    return manifest


def _raw(store: Store) -> Database[RawBSONDocument]:
    concern = WriteConcern("majority", j=True)
    raw: Any = store.client.get_database(store.name, codec_options=RAW, write_concern=concern)
    return raw  # type: ignore[no-any-return]


def _written(rows: Any, out: IO[bytes] | None) -> dict[str, Any]:
    seen, count, size = sha256(), 0, 0
    for row in rows:
        raw = row.raw
        seen.update(raw)
        count, size = count + 1, size + len(raw)
        if out is not None:
            out.write(raw)
    return {"count": count, "bytes": size, "sha256": seen.hexdigest()}


def _parts(entry: IO[bytes]) -> Iterator[list[RawBSONDocument]]:
    """The documents of an entry, some megabytes at a time."""
    rows: list[RawBSONDocument] = []
    size = 0
    while head := entry.read(4):
        body = head + entry.read(int.from_bytes(head, "little") - 4)
        rows += decode_iter(body, RAW)
        size += len(body)
        if size > PART:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows
