"""Acts carried out in memory: the same steps, rules, events, hashes and audit entries, written in bulk afterwards.

Twenty thousand acts of four years, each in a transaction of its own, would take a demonstration many minutes of
waiting for the disk. Nobody else works in a base that is being filled, so nothing can meet: an act's reads are
served from memory and what it wrote is poured out later. All that an act means stays in core.tx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from core import access, house
from core.db.codec import digest, plain
from core.db.store import D, Row
from core.desk import SECONDS, Desk, T, Why
from core.errors import NotFound
from core.search import search_of
from core.tx import StudentChange, Tx, new_student
from schemas.attestation import Protocol
from schemas.base import Id, Stamp
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Kind, Sort
from schemas.rulebook import Rulebook
from schemas.task import Task

Flush = Callable[[str, list[Row]], None]
AT_ONCE = 500  # audit entries held before they are handed on


class Memory:
    """The rows of a base being filled: references stay, finished rows are handed to `flush(collection, rows)`."""

    def __init__(self, flush: Flush, rules: list[Rulebook]) -> None:
        self.flush, self.rules = flush, rules
        self.held: dict[str, dict[Id, Row]] = {}
        self.students: dict[Id, Row] = {}
        self.events: dict[Id, list[Row]] = {}
        self.counters: dict[str, int] = {}
        self.dirty: dict[str, Row] = {}
        self.sheeted: set[Id] = set()
        self.acts = 0
        self._waiting: dict[str, list[Row]] = {}

    def hold(self, collection: str, rows: Iterable[Row]) -> None:
        """Rows that are in the base already, for acts to read."""
        self.held.setdefault(collection, {}).update({r["_id"]: r for r in rows})

    def send(self, collection: str, rows: list[Row]) -> None:
        """Hand finished rows on, some hundreds at a time."""
        waiting = self._waiting.setdefault(collection, [])
        waiting += rows
        if len(waiting) >= AT_ONCE:
            self.flush(collection, waiting)
            self._waiting[collection] = []

    def release(self, *collections: str) -> None:
        """Hand on all rows of these collections; no later act may read them."""
        for name in collections:
            self.send(name, list(self.held.pop(name, {}).values()))

    def finish(self) -> None:
        """Hand on all that is left: students with their events, counters, marks of sums to be rebuilt."""
        for id, row in self.students.items():
            self.send("students", [{**row, "events": self.events[id]}])
        self.send("counters", [{"_id": k, "last": v} for k, v in self.counters.items()])
        self.send("dirty", list(self.dirty.values()))
        for name, rows in self._waiting.items():
            if rows:
                self.flush(name, rows)
        self._waiting = {}

    # what core.tx asks of a session ----------------------------------------------------------------------

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        """A row by its id, the only row of a collection; whatever else is asked, the demonstration has none."""
        if collection == "students":
            return {**self.students[where["_id"]], "events": self.events[where["_id"]]}
        if not where:
            return next(iter(self.held.get(collection, {}).values()), None)
        return self.held.get(collection, {}).get(where.get("_id", ""))

    def rows(self, collection: str, where: Row, fields: Row | None = None, limit: int = 0) -> list[Row]:
        """Rows by their ids, students whole; whatever else is asked, the demonstration has none."""
        ids = where.get("_id", {}).get("$in", ())
        if collection == "students":
            return [self.one(collection, {"_id": i}) or {} for i in ids if i in self.students]
        held = self.held.get(collection, {})
        return [held[i] for i in ids if i in held]

    def bump(self, counter: str, by: int = 1) -> int:
        """The next number of a counter."""
        self.counters[counter] = self.counters.get(counter, 0) + by
        return self.counters[counter]

    def insert(self, collection: str, documents: list[Row]) -> None:
        """An audit entry, or content kept with an act."""
        self.send(collection, documents)


class MemoryTx(Tx):
    """An act whose reads and writes are those of a Memory."""

    session: Memory  # type: ignore[assignment]

    def find(self, model: type[D], where: Row, limit: int = 1000) -> list[D]:
        """Questions asked by the steps used here: has this section a sheet already, had it midterm sheets, was much
        corrected in it, which protocols stand on it, is somebody asked about a leave?"""
        if model is Task:
            return []
        if model is Protocol and set(where) == {"sheet.id"}:
            held = self.session.held.get("protocols", {}).values()
            return [self.get(model, r["_id"]) for r in held if (r.get("sheet") or {}).get("id") == where["sheet.id"]]
        asked = "form.gives" in where or "corrections.state" in where
        if model is GradeSheet and (asked or where.get("once") not in self.session.sheeted):
            return []
        raise LookupError(f"the demonstration keeps no answer for {model.collection}: {where}")

    def students(self, ids: Iterable[Id], merged: bool = False) -> dict[Id, Row]:
        ids = list(ids)
        for id in ids:
            if id not in self._students:
                if id not in self.session.students:
                    raise NotFound("errors.not_found", kind="students", id=id)
                self._students[id] = StudentChange(self.session.students[id])
        return {i: self._students[i].state for i in ids}

    def kind(self, sort: Sort | str, code: str) -> Kind:
        return house.entry(sort, code)

    def rules(self, day: Any) -> Rulebook:
        found = [r for r in self.session.rules if r.own and r.effective <= day]
        if not found:
            raise NotFound("rulebooks.none_in_force", day=day)
        return max(found, key=lambda r: (r.effective, r.version))

    def _write(self, rows: dict[tuple[str, Id], Any], subject: tuple[str, Id], head: Row, stamp: Stamp) -> None:
        memory, at = self.session, plain(stamp)
        for key, (row, _) in rows.items():
            if key == subject:
                row["head"] = head
            memory.held.setdefault(key[0], {})[key[1]] = row
            if key[0] == "grade_sheets":
                memory.sheeted.add(row["once"])
        for id, kept in self._students.items():
            own = head if ("students", id) == subject else None
            if kept.new:
                row = new_student(id, kept, own or {"seq": 0, "hash": ""}, at)
                memory.events[id] = row.pop("events")
                memory.students[id] = row
            elif kept.added or own:
                memory.events[id] += kept.added
                row = {**kept.row, **kept.state, "revision": kept.revision, "event_hash": kept.event_hash}
                row["updated"] = at
                if any(kept.state[f] != kept.was[f] for f in ("name", "number")):
                    row["search"] = search_of(kept.state)
                memory.students[id] = row | ({"head": own} if own else {})
        for slice_ in sorted(self._dirty - set(memory.dirty)):  # one mark of a slice says what a thousand would
            memory.dirty[slice_] = {"_id": self.new_id(), "slice": slice_, "at": self.now}
        for collection, row in self._plain:
            memory.send(collection, [row])
        memory.send("personal", self._personal)


@dataclass(frozen=True)
class MemoryDesk(Desk):
    """A desk whose acts are carried out in memory; the right is asked as everywhere."""

    memory: Memory = field(kw_only=True)

    def transact(
        self, action: str, work: Callable[[Tx], T], why: Why, right: str | None = None, given: Any = None,
        seconds: float = SECONDS,
    ) -> T:  # fmt: skip
        access.require(self.actor, right or action)
        tx = MemoryTx(self.memory, self.actor, self.now(), self.today(), self.ids, right or action)  # type: ignore[arg-type]
        subject = work(tx)
        asked = digest(plain(given)) if given is not None else ""
        tx.seal(subject, action, why.reason, why.basis, why.command, asked)
        self.memory.acts += 1
        return subject
