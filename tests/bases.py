"""One prepared base that passes from test to test: each finds it as if it were made for him, in a fiftieth of the time.

Making a hundred collections with their rules and indexes takes seconds. So what a test wrote is taken out, what it did
to the rules is put right, and if anything else is not as it was made, the next test gets a new base. What it did is
known from the commands this process sent; where another process may have written, or rules were touched, all is asked
of the server.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from typing import Any

import pymongo
import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import monitoring
from pymongo.collection import Collection
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from core import house, kinds
from core.db.store import Row, Store
from core.jobs import runner
from core.kinds import shipped as shipping
from core.registry import MODELS
from core.users import idle
from schemas.base import new_id
from schemas.kinds import Sort

OURS = ("job-", "recover", "scheduler", "papers", "pourer")  # the office's own threads that may still write


HERE: list[Bases] = []
WRITES = frozenset({"insert", "update", "delete", "findAndModify", "findandmodify"})
READS = frozenset({"find", "aggregate", "count", "distinct", "getMore", "explain", "killCursors", "listCollections",
                   "listIndexes", "abortTransaction", "commitTransaction", "collStats", "dbStats"})  # fmt: skip


class Watch(monitoring.CommandListener):
    """What this process did to each base: the collections it wrote to; whether it did anything else there."""

    def __init__(self) -> None:
        self.written: dict[str, set[str]] = {}
        self.writes: dict[str, Counter[str]] = {}  # how often, by collection
        self._states: dict[str, tuple[str, int]] = {}  # how a base came to be as it is, after how many writes
        self.given: list[Any] = []  # what the steps that made it gave (tests.once)
        self.shaped: set[str] = set()  # bases whose collections, rules or indexes a command may have changed
        self.others = False  # another process was started, which may write to any base

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        name, base = event.command_name, event.database_name
        if name in WRITES:
            self.written.setdefault(base, set()).add(event.command[name])
            self.writes.setdefault(base, Counter())[event.command[name]] += 1
        elif name not in READS or name == "aggregate" and any("$out" in s or "$merge" in s for s in _stages(event)):
            self.shaped.add(base)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing: that it was sent is enough."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing: that it was sent is enough."""

    def forget(self, base: str) -> None:
        """From now on: the base is empty."""
        self.written.pop(base, None)
        self.shaped.discard(base)
        self.others = False
        self.given = []
        self.vouch(base, "")

    def vouch(self, base: str, state: str) -> None:
        """The base is as these steps make it, until somebody writes to it."""
        self._states[base] = state, self.writes.get(base, Counter()).total()

    def state(self, base: str) -> str | None:
        """The steps that made the base what it is; None where something else was written."""
        state, writes = self._states.get(base, ("", -1))
        known = writes == self.writes.get(base, Counter()).total() and not self.others and base not in self.shaped
        return state if known else None


def _stages(event: monitoring.CommandStartedEvent) -> list[Row]:
    found: list[Row] = event.command.get("pipeline", [])
    return found[-1:]


WATCH = Watch()
monitoring.register(WATCH)  # of every client this process opens


def _noticed(event: str, _: object) -> None:
    if event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
        WATCH.others = True


sys.addaudithook(_noticed)


def shipped(store: Store) -> None:
    """What `kinds.ship` does: by the rows it made before where nothing stands in this office yet."""
    if HERE and store.one("audit_events", {}, {"_id": 1}) is None:
        HERE[0].ship(store)
    else:
        kinds.ship(store)


class Bases:
    """The bases of this process: the one in use, and what the shipped entries look like once stored."""

    def __init__(self, client: pymongo.MongoClient[Row]) -> None:
        HERE[:] = [self]
        self._client = client
        self._name = ""
        self._made: dict[str, Row] = {}
        self._indexes: list[Any] = []
        self._shipped: dict[str, list[RawBSONDocument]] = {}

    def take(self) -> Store:
        """An empty office: collections, validators and indexes in place, nothing remembered of the test before."""
        if not (self._name and self._emptied()):
            self._make()
        WATCH.forget(self._name)
        forget()
        made = Store(self._client, self._name)
        house.refresh(made)
        return made

    def ship(self, store: Store) -> None:
        """What `kinds.ship` does in an empty office, with the very rows it made the first time; without the glossary:
        most of the entries, asked for by few tests (`kinds.ship` brings them)."""
        if not self._shipped:
            other = fresh(self._client)
            with pytest.MonkeyPatch.context() as patch:
                every = [k for k in shipping.entries() if k.sort is not Sort.term]
                patch.setattr(shipping, "entries", lambda: every)
                kinds.ship(other)
            self._shipped = {name: list(raw(other, name).find()) for name in _walk(other, {"$limit": 1})}
            self._client.drop_database(other.name)
        there = WATCH.written.get(store.name, set())
        assert not there & self._shipped.keys(), f"nothing stands there yet: {sorted(there)}"
        for name, rows in self._shipped.items():
            raw(store, name).insert_many(rows, bypass_document_validation=True)
        house.refresh(store)
        if not there:
            WATCH.vouch(store.name, "shipped")

    def _make(self) -> None:
        if self._name:
            self._client.drop_database(self._name)
        made = fresh(self._client)
        self._name = made.name
        self._made = _collections(made)
        self._indexes = _indexes(made, list(self._made))

    def _emptied(self) -> bool:
        """Bring the base back to how it was made; False where it can't be vouched for."""
        if runner._here or any(t.name.startswith(OURS) for t in threading.enumerate()):
            return False
        store = Store(self._client, self._name)
        db = store.db.with_options(write_concern=WriteConcern(1))
        try:
            with pymongo.timeout(5):  # an act killed half way holds its rows for a minute
                if not WATCH.others and self._name not in WATCH.shaped:
                    for name in WATCH.written.get(self._name, ()):
                        db[name].delete_many({})
                    return True
                now = _collections(store)
                touched = now != self._made
                for name in now.keys() - self._made.keys():
                    db.drop_collection(name)
                for name, made in self._made.items():
                    if name not in now or now[name]["uuid"] != made["uuid"]:
                        return False
                    if now[name]["options"] != made["options"]:
                        rule = {k: v for k, v in made["options"].items() if k.startswith("valid")}
                        db.command({"collMod": name, **rule})
                for name in _walk(store, {"$limit": 1}, list(self._made)):
                    db[name].delete_many({})
                if touched and _collections(store) != self._made:
                    return False
                return _indexes(store, list(self._made)) == self._indexes
        except PyMongoError:
            return False


def raw(store: Store, name: str) -> Collection[RawBSONDocument]:
    """A collection whose rows are moved as they are, without being read; what is put there is not waited for."""
    options = CodecOptions(document_class=RawBSONDocument)
    return store.db.get_collection(name, codec_options=options, write_concern=WriteConcern(1))


def fresh(client: pymongo.MongoClient[Row]) -> Store:
    """A base of one's own, made now; who asks for it drops it."""
    made = Store(client, f"t_{new_id()}")
    made.shape(MODELS)
    return made


def forget() -> None:
    """What this process remembers of a base by its name, and that its office was closed."""
    runner.opened()
    house.forget()
    idle.forget_limits()
    if "streamlit" in sys.modules:
        sys.modules["streamlit"].cache_data.clear()


def _collections(store: Store) -> dict[str, Row]:
    return {c["name"]: {"uuid": c["info"]["uuid"], "options": c["options"]} for c in store.db.list_collections()}


def _indexes(store: Store, names: list[str]) -> list[Any]:
    found = _walk(store, {"$indexStats": {}}, names)
    return sorted((name, repr(row["spec"])) for name, rows in found.items() for row in rows)


def _walk(store: Store, stage: Row, names: list[str] | None = None) -> dict[str, list[Row]]:
    """One stage asked of every collection in a single question: what it answers, by collection."""
    names = names or store.db.list_collection_names()
    (_, pipeline), *others = ((n, [stage, {"$project": {"_id": 0, "of": {"$literal": n}, "spec": 1}}]) for n in names)
    unions = [{"$unionWith": {"coll": name, "pipeline": inner}} for name, inner in others]
    found: dict[str, list[Row]] = {}
    for row in store.db[names[0]].aggregate([*pipeline, *unions]):
        found.setdefault(row["of"], []).append(row)
    return found
