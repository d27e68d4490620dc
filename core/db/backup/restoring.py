"""Filling an empty base from a backup, and reading back what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from bson.raw_bson import RawBSONDocument

from core.db import bulk
from core.db.backup.parts import Allow, Progress, Row, Steps, order, raw, told
from core.db.backup.reading import documents, examined, opened
from core.db.backup.tally import Tally, differing
from core.db.indexes import INDEXES
from core.db.store import Store
from core.errors import RuleBroken

PART = 4 * 1024 * 1024  # bytes sent to the server at once
# What an office writes before anybody has opened it; anything else is somebody's.
IDLE = frozenset({"schedule", "migrations", "sessions", "tries", "runs", "presence", "signins", "sums", "dirty"})


def in_use(store: Store) -> str:
    """Where somebody's documents stand; "" for an empty base, or one whose filling was cut short."""
    if bulk.cut_short(store):
        return ""
    names = sorted(n for n in store.db.list_collection_names() if not n.startswith("system.") and n not in IDLE)
    return next((n for n in names if store.one(n, {}, {"_id": 1})), "")


def restore(
    store: Store,
    file: Path,
    progress: Progress | None = None,
    *,
    phrase: str = "",
    allow: Allow | None = None,
    shape: Callable[[], object] | None = None,
    free: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """Fill an empty base from a backup, then read it back and compare; the manifest.

    free: raises where an office is open there; asked before the file is read and before the first write. shape:
    brings indexes and validators, before the base counts as whole. Cut short, the base says so (`bulk.cut_short`) and
    may be restored into again. Raises RuleBroken: `backup.base_in_use`, `another_restores`; what `examined` finds,
    before anything is written; `backup.restored_differs`.
    """
    with told(file, store.name):
        free()
        _refuse_used(store)
    manifest = examined(file, phrase, allow)
    steps = Steps(2 * sum(c["count"] for c in manifest["collections"].values()), progress)
    with told(file, store.name):
        free()
        _refuse_used(store)  # to read a big file takes a while: somebody may have begun here meanwhile
        store.client.drop_database(store.name)  # rules and expiring indexes of an office nobody opened yet
        bulk.begin(store, bulk.RESTORING, lambda: None)
        with bulk.alive(store):
            pour(store, file, manifest, steps, phrase)
            if wrong := differing(manifest, read_back(store, manifest, steps)):
                raise RuleBroken("backup.restored_differs", collection=wrong[0])
            if shape:
                shape()
            bulk.end(store)
    return manifest


def _refuse_used(store: Store) -> None:
    if bulk.going_on(store):
        raise RuleBroken("backup.another_restores")
    if name := in_use(store):
        raise RuleBroken("backup.base_in_use", collection=name)


def pour(
    store: Store,
    file: Path,
    manifest: Row,
    steps: Steps,
    phrase: str = "",
    done: Collection[str] = (),
    each: Callable[[str], None] = lambda name: None,
) -> None:
    """Write the collections of a backup. done: those that stand there already; each(name): one more stands there.

    Nothing checks the rows here: old shapes come as they are, migration brings them forward and only then rules stand.
    """
    with opened(file, phrase) as source:
        for name, kept in manifest["collections"].items():
            if name in done:
                steps.step(kept["count"])
                continue
            into = raw(store)[name]
            if name == "jobs":  # the mark of this filling stands there
                into.delete_many({"_id": {"$ne": bulk.MARK}})
            else:
                into.drop()
                packed = {"wiredTiger": {"configString": "block_compressor=zstd"}}
                store.db.create_collection(name, storageEngine=packed)
            rows: list[RawBSONDocument] = []
            size = 0
            for row in documents(source, name, kept["bytes"]):
                rows.append(row)
                size += len(row.raw)
                steps.step()
                if size > PART:
                    into.insert_many(rows, ordered=False)
                    rows, size = [], 0
            if rows:
                into.insert_many(rows, ordered=False)
            if order(name, manifest["format"]) != [("_id", 1)]:  # read back in this order
                keys, options = INDEXES[name][0]
                into.create_index(keys, **options)
            each(name)


def read_back(store: Store, manifest: Row, steps: Steps) -> Tally:
    """What stands in a base that was filled by a manifest."""
    found = Tally()
    for name in sorted(manifest["collections"]):
        rows = raw(store)[name].find({}, batch_size=1000).sort(order(name, manifest["format"]))
        for _ in found.of(name, rows, steps):
            pass
    return found
