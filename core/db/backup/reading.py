"""Reading a backup: whose it is, whether every byte is what was written; nothing is believed unread."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any, BinaryIO

from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument

from core.db.backup.parts import (
    FILE_LIST,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    RAW,
    SIGNATURE,
    Allow,
    Progress,
    Row,
    Steps,
    told,
)  # fmt: skip
from core.db.backup.sealed import MAGIC, SealedReader
from core.db.backup.tally import Tally, differing
from core.errors import RuleBroken

BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, BSONError, KeyError, ValueError, TypeError, AttributeError, EOFError,
    NotImplementedError, RuntimeError, RecursionError,
)  # fmt: skip
MOST = {MANIFEST: 16 << 20, SIGNATURE: 4096, FILE_LIST: 1 << 30}  # bytes unpacked; a collection's stand in the manifest
LARGEST = (16 << 20) + (16 << 10)  # bytes of one document
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)?")


def is_closed(file: Path) -> bool:
    """Is it closed by a phrase?"""
    with told(file), file.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


class Damaged(Exception):
    """A part of the file is not what was written; its name."""


@contextmanager
def opened(file: Path, phrase: str) -> Iterator[zipfile.ZipFile]:
    """The zip in a backup. RuleBroken `backup.damaged`, `phrase_missing`, `wrong_phrase`, `no_file`."""
    try:
        with told(file), file.open("rb") as source:
            into: BinaryIO = source
            if source.read(len(MAGIC)) == MAGIC:
                if not phrase:
                    raise RuleBroken("backup.phrase_missing", name="OFFICE_BACKUP_PHRASE")
                source.seek(0)
                into = io.BufferedReader(SealedReader(source, phrase), 1 << 16)
            with zipfile.ZipFile(into) as found:
                yield found
    except Damaged as e:
        raise RuleBroken("backup.damaged", collection=str(e)[:80]) from e
    except BROKEN as e:
        raise RuleBroken("backup.damaged", collection=file.name) from e


def examined(
    file: Path,
    phrase: str = "",
    allow: Allow | None = None,
    steps: Steps | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """The manifest of a file that is whole, every byte of which was read.

    allow: asked first, whether such a manifest may be taken at all (signature, version). RuleBroken `backup.damaged`
    names the part that is not what was written; `backup.newer` for a format of a newer program.
    """
    with opened(file, phrase) as source:
        manifest = _manifest(source, allow)
        kept = manifest["collections"]
        found = Tally()
        steps = steps or Steps(sum(c["count"] for c in kept.values()), progress, stop)
        for name in sorted(kept):
            try:
                for _ in found.of(name, documents(source, name, kept[name]["bytes"]), steps):
                    pass
            except BROKEN as e:
                raise Damaged(name) from e
        listed = bounded(source, FILE_LIST, MOST[FILE_LIST]) if "files" in manifest else found.lines()
        wrong = differing(manifest, found) + ([] if listed == found.lines() else [FILE_LIST])
        if wrong:
            raise RuleBroken("backup.damaged", collection=wrong[0])
    return manifest


def _manifest(source: zipfile.ZipFile, allow: Allow | None) -> dict[str, Any]:
    names = source.namelist()
    text = bounded(source, MANIFEST, MOST[MANIFEST])
    manifest: dict[str, Any] = json.loads(text)
    if manifest["format"] > FORMAT:
        raise RuleBroken("backup.newer", format=manifest["format"])
    signature: Row | None = json.loads(bounded(source, SIGNATURE, MOST[SIGNATURE])) if SIGNATURE in names else None
    if allow:
        allow(manifest, sha256(text).hexdigest(), signature)
    kept = manifest["collections"]
    listed = {MANIFEST, *([FILE_LIST] if manifest["format"] > 1 else []), *(f"{n}.bson" for n in kept)}
    strange = set(names) - {SIGNATURE} ^ listed
    twice = [n for n in names if names.count(n) > 1] if len(set(names)) < len(names) else []
    if strange or twice:
        raise Damaged(min([*strange, *twice]))
    for name in kept:
        if not NAME.fullmatch(name) or name in LEFT_OUT or name.startswith("system."):
            raise Damaged(name)
    return manifest


def bounded(source: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A small part whole; one that would unpack to more is no part of ours."""
    with source.open(name) as entry:
        data = entry.read(most + 1)
    if len(data) > most:
        raise Damaged(name)
    return data


def documents(source: zipfile.ZipFile, name: str, size: int) -> Iterator[RawBSONDocument]:
    """The documents of a collection; not a byte more is unpacked than the manifest says."""
    with source.open(f"{name}.bson") as packed:
        entry: IO[bytes] = io.BufferedReader(packed, 1 << 18)  # type: ignore[type-var]
        left = size
        while left:
            head = entry.read(4)
            wanted = int.from_bytes(head, "little")
            if len(head) < 4 or not 5 <= wanted <= min(left, LARGEST):
                raise Damaged(name)
            left -= wanted
            yield RawBSONDocument(head + entry.read(wanted - 4), RAW)
        if entry.read(1):
            raise Damaged(name)
