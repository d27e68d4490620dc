"""Writing a backup: a snapshot of every collection while people work, read back before it takes its name."""

from __future__ import annotations

import glob
import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from pymongo.client_session import ClientSession

from core.db.backup.parts import (
    FILE_LIST,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    SIGNATURE,
    Progress,
    Row,
    Sign,
    Steps,
    order,
    raw,
    told,
)  # fmt: skip
from core.db.backup.reading import examined
from core.db.backup.sealed import SealedWriter
from core.db.backup.tally import Tally
from core.db.store import Store
from schemas.base import new_id

AT_ONCE = 1000
HOUR = 3600.0  # seconds


def backup(
    store: Store,
    file: Path,
    progress: Progress | None = None,
    small: bool = False,
    *,
    phrase: str = "",
    sign: Sign | None = None,
    stop: Callable[[], bool] | None = None,
    app: str = "",
) -> dict[str, Any]:
    """Write the base as it is at this moment; work goes on meanwhile. The manifest.

    The file appears whole and read back, or not at all: what is written first is FILE.<id>.part, which stays only where
    the process is killed. Such a one is never gone on with: the moment it was of is gone from the server, and half a
    zip holds no half of an office.
    progress: documents done, of how many (each is written and read back). small: half the size for ten times the time.
    phrase: what closes it. app: this program's version.
    Raises RuleBroken: `backup.no_room`, `backup.denied`, `backup.disk`, `backup.stopped`, `backup.moment_gone` (the
    base is too big or too busy for the moment the server keeps).
    """
    part = file.with_name(f"{file.name}.{new_id()}.part")  # of this writing alone: another may be at the same name
    try:
        with told(file):
            present = store.db.list_collection_names()
            names = sorted(n for n in present if not n.startswith("system.") and n not in LEFT_OUT)
            steps = Steps(2 * sum(store.size(n) for n in names), progress, stop)
            _left_behind(file)
            # Everything of the office is in it: nobody else may read it, not even while it is being written.
            with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                closing = SealedWriter(out, phrase) if phrase else None
                into: Any = io.BufferedWriter(closing, 1 << 16) if closing else out
                manifest = _zipped(store, names, into, steps, (small, app), sign)
                if closing:
                    into.flush()
                    closing.finish()
                out.flush()
                os.fsync(out.fileno())
            steps.done = steps.total // 2
            examined(part, phrase, steps=steps)
            os.replace(part, file)
            _synced(file.parent)
    finally:
        part.unlink(missing_ok=True)
    if progress:
        progress(steps.total, steps.total)
    return manifest


def _zipped(
    store: Store, names: list[str], out: BinaryIO, steps: Steps, kind: tuple[bool, str], sign: Sign | None
) -> Row:  # fmt: skip
    small, app = kind
    method, level = (zipfile.ZIP_LZMA, None) if small else (zipfile.ZIP_DEFLATED, 6)
    found = Tally()
    with (
        store.client.start_session(snapshot=True) as session,
        zipfile.ZipFile(out, "w", method, compresslevel=level) as into,
    ):
        about = _about(store, session)
        for name in names:
            rows = raw(store)[name].find({}, session=session, batch_size=AT_ONCE).sort(order(name))
            with into.open(f"{name}.bson", "w", force_zip64=True) as entry:
                for bare in found.of(name, rows, steps):
                    entry.write(bare)
        said = found.said()
        chains = {**said["chains"], "anchor": about.pop("anchor")}
        manifest = {
            "format": FORMAT, "app": app, "base": store.name, "at": datetime.now(UTC).isoformat(), **about,
            "collections": found.collections, "files": said["files"], "chains": chains,
        }  # fmt: skip
        into.writestr(FILE_LIST, found.lines())
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        into.writestr(MANIFEST, text)
        if sign:
            into.writestr(SIGNATURE, json.dumps(sign(sha256(text).hexdigest())))
    return manifest


def _about(store: Store, session: ClientSession) -> Row:
    """The shape of the base and the newest signed anchor, of the same moment as all documents."""
    had = sorted(str(r["_id"]) for r in store.db["migrations"].find({}, {"_id": 1}, session=session))
    last = store.db["anchors"].find_one({}, {"n": 1, "hash": 1, "_id": 0}, sort=[("n", -1)], session=session)
    return {"migrations": had, "anchor": last}


def _left_behind(file: Path) -> None:
    """Remove what killed writings to this name left; what was written in the last hour may be another's."""
    for half in file.parent.glob(f"{glob.escape(file.name)}.*.part"):
        if time.time() - half.stat().st_mtime > HOUR:
            half.unlink(missing_ok=True)


def _synced(folder: Path) -> None:
    """Have the new name itself on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
