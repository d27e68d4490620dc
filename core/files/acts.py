"""Keeping, reading and sweeping files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from core.db.files import Laid
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import NotFound, RuleBroken
from core.files.content import type_of
from core.files.names import cleaned
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.file import File, FileType

WAIT = timedelta(days=1)  # so long laid bytes wait for the act that keeps them
USUAL = 20  # MB, where the institution has set nothing else


def limit(store: Store) -> int:
    """How many bytes a brought file may have; the institution's setting."""
    row = store.one("office", {}, {"file_limit": 1}) or {}
    return int(row.get("file_limit") or USUAL) * 2**20


# Types that no ending of another may stand for; a picture is a picture and a table of text is a text.
HARD = frozenset(FileType) - {FileType.jpg, FileType.png, FileType.webp, FileType.csv, FileType.txt, FileType.other}


def checked(store: Store, name: str, data: bytes) -> tuple[str, FileType]:
    """The clean name and the type of a file that somebody brings. Raises RuleBroken `files.<reason>`: empty, too
    large, a program, an archive, a page of the web, broken, locked…, with the file's name."""
    own = cleaned(name, "")
    most = limit(store)
    if len(data) > most:
        raise RuleBroken("files.too_large", name=own, size=round(len(data) / 2**20, 1), most=most // 2**20)
    type_ = type_of(data, own)
    said = FileType.of(own)
    if said is not type_ and {said, type_} & HARD and FileType.other is not said:
        raise RuleBroken("files.disguised", name=own, inside=type_)
    return cleaned(name, type_.value), type_


@dataclass(frozen=True)
class Ready:
    """A brought file that was checked and laid down: its clean name, and where it waits for the act that keeps it."""

    name: str
    laid: Laid


def ready(desk: Desk, name: str, data: bytes) -> Ready:
    """Check a brought file and lay it down for an act (`tx.keep_file(ready.laid, ready.name, …)`); as `checked`."""
    clean, _ = checked(desk.store, name, data)
    return Ready(clean, desk.store.lay(data))


def keep(desk: Desk, name: str, data: bytes, kind: str, owner: Id = "", why: Why | None = None) -> Ref:
    """Check a brought file and keep it, in an act of its own; a reference to it (id: its hash, label: its clean name).

    kind: what the file is to the office («scan», «field»). owner: the record it was brought for, where there is one
    already. The same file again is the same reference. Raises RuleBroken as `checked` does.
    """
    clean, _ = checked(desk.store, name, data)
    hash = sha256(data).hexdigest()
    if desk.store.one(File.collection, {"_id": hash}, {"_id": 1}) is None:
        laid = desk.store.lay(data)

        def work(tx: Tx) -> File:
            return tx.file(tx.keep_file(laid, clean, kind, owner))

        desk.transact("file.keep", work, why or Why(), given=[hash, kind, owner])
    return Ref.model_validate({"id": hash, "label": {"kk": clean}})


def read(store: Store, hash: str) -> tuple[File, bytes]:
    """A kept file: what it is, and its bytes. NotFound; RuleBroken `files.changed` when its bytes are not those that
    were kept. Who may read it is asked by who names it."""
    row = store.one(File.collection, {"_id": hash})
    if row is None:
        raise NotFound("errors.not_found", kind=File.collection, id=hash)
    file = File.model_validate(row)
    data = store.bytes_of(file.place)
    if sha256(data).hexdigest() != hash:
        raise RuleBroken("files.changed", name=file.name)
    return file, data


def sweep(desk: Desk) -> int:
    """Remove bytes that no act kept within a day; how many files they were. Kept ones are never touched."""
    return desk.store.sweep(desk.now() - WAIT)
