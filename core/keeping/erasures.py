"""The list of erasures beside the copies: what was erased on a person's demand after a copy was made comes back with
that copy, and is erased once more when it is restored.

A line for each act `student.erase`: {id (of its entry), at, students, fields, basis, key, signature}, never a value.
It is written from the trail within a minute of the act and signed by the trail's key, so that nobody has anything
erased by writing a line. What the nightly works let go by its age they let go in a restored office too.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core import house, merged, students
from core.audit.keys import Keys, signed
from core.db.backup.parts import told
from core.db.codec import digest
from core.db.server import data_folder
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import OfficeError, Unavailable
from core.i18n import moment, t
from core.keeping import copies
from core.office import SYSTEM
from schemas.base import Basis, Id
from schemas.student import Student

log = logging.getLogger("office.keeping")
NAME = "erasures.jsonl"
ACT = "student.erase"


@dataclass
class Listed:
    """What a list says. lines: those that are believed, by the id of their act; strange: how many are not; last: the
    moment of the newest one believed."""

    lines: dict[Id, Row] = field(default_factory=dict)
    strange: int = 0

    @property
    def last(self) -> str:
        """The moment of the newest believed line; "" where there is none."""
        return max((str(line["at"]) for line in self.lines.values()), default="")


@dataclass
class Repeated:
    """What came of erasing once more: records erased; left: the numbers of those that must be done by hand."""

    done: int = 0
    left: list[str] = field(default_factory=list)


def beside(file: Path | None = None) -> Path:
    """The list that lies beside a copy; without one, in the folder of copies."""
    return (file.absolute().parent if file else copies.folder()) / NAME


def read(file: Path, trusted: Collection[str] = ()) -> Listed:
    """What a list says, as far as its lines are signed by the trail's keys known here, or one of `trusted`; nothing
    where there is none. RuleBroken where the disk refuses."""
    found, keys = Listed(), Keys(data_folder()).pinned() | set(trusted)
    with told(file):
        texts = file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []
    for text in filter(str.strip, texts):
        try:
            line = json.loads(text)
            said = {k: line[k] for k in ("id", "at", "students", "fields", "basis")}
            if line["key"] in keys and signed(digest(said), str(line["signature"]), str(line["key"])):
                found.lines[str(line["id"])] = said
            else:
                found.strange += 1
        except (ValueError, TypeError, KeyError):  # cut short by a crash: the trail has it, it is written once more
            found.strange += 1
    return found


def keep(store: Store, written: set[Id] | None = None) -> int:
    """Write into the list in the folder of copies what the trail has and the list has not; how many lines. written: of
    what this process knows that it stands there. RuleBroken where the disk does not take it."""
    file, own = beside(), Keys(data_folder())
    ids = {str(r["_id"]) for r in store.rows("audit_events", {"action": ACT}, {"_id": 1})}
    if not ids or (written and ids <= written and file.exists()):
        return 0
    key = own.public()
    with told(file):
        fresh = sorted(ids - read(file).lines.keys())
        entries = store.rows("audit_events", {"_id": {"$in": fresh}}, sort=[("_id", 1)]) if fresh else []
        if entries:
            lines = [_line(e) for e in entries]
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
                out.write(b"\n" if out.tell() else b"")  # what a crash cut short ends here
                for line in lines:
                    whole = {**line, "key": key, "signature": own.sign(digest(line))}
                    out.write(json.dumps(whole, ensure_ascii=False).encode() + b"\n")
                out.flush()
                os.fsync(out.fileno())
    if written is not None:
        written |= ids
    return len(entries)


def again(store: Store, listed: Listed) -> Repeated:
    """Erase once more what a list says was erased and what stands in the base again, each by an act of the office that
    rests on the person's first application; safe to repeat."""
    made = Repeated()
    house.refresh(store)
    desk = Desk(SYSTEM, store)
    for line, row, fields, whole in _standing(store, listed):
        if not whole:
            made.left.append(row["number"])
            continue
        day = moment(datetime.fromisoformat(line["at"]), "kk", short=True)
        basis = Basis.model_validate(line["basis"]) if line["basis"] else None
        why = Why(t("backup.erased_again_why", "kk", at=day), basis, f"again:{line['id']}:{row['_id']}")
        try:
            students.erase(desk, row["_id"], row["revision"], fields, why)
            made.done += 1
        except Unavailable:
            raise
        except OfficeError as e:
            log.warning("an erasure must be repeated by hand: %s", e.key)
            made.left.append(row["number"])
    made.left = list(dict.fromkeys(made.left))
    return made


def pending(store: Store) -> list[str]:
    """The numbers of the records in which something stands again that the list beside the copies says was erased."""
    return list(dict.fromkeys(row["number"] for _, row, _, _ in _standing(store, read(beside()))))


def keeper(store: Store) -> Callable[[], int]:
    """The scheduler's work: keep the list; where the office opened on a base that was brought back by other means than
    `office.py restore` (a snapshot of the disk), erase once more first."""
    opened, written = False, set[Id]()

    def work() -> int:
        nonlocal opened
        n = 0 if opened else again(store, read(beside())).done
        opened = True
        return n + keep(store, written)

    return work


def _line(entry: Row) -> Row:
    """What a list says of an act."""
    fields = {f for c in entry["changes"] if c["path"].endswith(".fields") for f in c["now"]}
    return {
        "id": entry["_id"], "at": entry["at"].isoformat(), "basis": entry.get("basis"), "fields": sorted(fields),
        "students": sorted(x["id"] for x in entry["touched"] if x["kind"] == Student.collection),
    }  # fmt: skip


def _standing(store: Store, listed: Listed) -> Iterator[tuple[Row, Row, list[str], bool]]:
    """(line, record, fields, may the office do it) of every believed erasure that the trail of this base has not and
    whose values stand in it. It may not where it would erase more than was asked: a value entered since, or one of a
    record that was not joined to this one then."""
    ids = list(listed.lines)
    there = {r["_id"] for r in store.rows("audit_events", {"_id": {"$in": ids}}, {"_id": 1})} if ids else set()
    for line in sorted((x for x in listed.lines.values() if x["id"] not in there), key=lambda x: str(x["id"])):
        for id in dict.fromkeys(merged.kept(store, each) for each in line["students"]):
            owners = merged.ids_of(store, id)
            held = store.rows("personal", {"owner": {"$in": owners}, "field": {"$in": line["fields"]}})
            old = [r for r in held if r["salt"] < line["id"] and r["owner"] in line["students"]]  # ids tell the time
            row = store.one(Student.collection, {"_id": id}, {"number": 1, "revision": 1})
            if row and old:
                yield line, row, sorted({r["field"] for r in old}), len(old) == len(held)
