"""Bare driver work that benchmarks and trials compare with or look at; no office in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pymongo import UpdateOne, monitoring
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from core.db import store as rooms
from core.db.store import Row, Session, Store


class Recorder(Session):
    """A session that remembers what an act wrote, so that the same can be written barely."""

    written: list[tuple[str, str, Any]] = []

    def insert(self, collection: str, documents: Sequence[Row]) -> None:
        self.written.append(("insert", collection, [dict(d) for d in documents]))
        super().insert(collection, documents)

    def update(self, collection: str, changes: Sequence[tuple[Row, Row]]) -> int:
        self.written.append(("update", collection, list(changes)))
        return super().update(collection, changes)

    def upsert(self, collection: str, where: Row, update: Row) -> None:
        self.written.append(("upsert", collection, (where, update)))
        super().upsert(collection, where, update)

    def remove_drafts(self, ids: Sequence[str]) -> None:
        self.written.append(("remove", "drafts", list(ids)))
        super().remove_drafts(ids)


def recording(on: bool) -> list[tuple[str, str, Any]]:
    """Let sessions remember from now on, or no more; what was remembered."""
    rooms.Session = Recorder if on else Session  # type: ignore[misc]
    found, Recorder.written = Recorder.written, []
    return found


def write(store: Store, written: Sequence[tuple[str, str, Any]]) -> None:
    """Remembered writes in one bare transaction with the same guarantees (majority, journal)."""

    def work(session: ClientSession) -> None:
        for kind, collection, what in written:
            if kind == "insert":
                store.db[collection].insert_many(what, session=session)
            elif kind == "upsert":
                store.db[collection].update_one(what[0], what[1], upsert=True, session=session)
            elif kind == "remove":
                store.db[collection].delete_many({"_id": {"$in": what}}, session=session)
            else:
                store.db[collection].bulk_write([UpdateOne(f, u) for f, u in what], ordered=False, session=session)

    with store.client.start_session() as session:
        session.with_transaction(
            work, read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority", j=True)
        )


def put_back(store: Store, rows: dict[str, list[Row]], written: Sequence[tuple[str, str, Any]]) -> None:
    """The documents as they were before the recorded act, and what it inserted gone, to write it again."""
    for collection, documents in rows.items():
        for row in documents:
            store.db[collection].replace_one({"_id": row["_id"]}, row, upsert=True)
    for kind, collection, what in written:
        if kind == "insert":
            store.db[collection].delete_many({"_id": {"$in": [d["_id"] for d in what]}})


def fill(db: Database[Row], collection: str, rows: Sequence[Row]) -> None:
    """Many rows at once, unchecked: only to have something to search in."""
    db[collection].insert_many(rows, ordered=False, bypass_document_validation=True)


def clear(db: Database[Row], collection: str) -> None:
    """Everything out, for the next measure."""
    db[collection].delete_many({})


class Committing(monitoring.CommandListener):
    """Tells when a commit is about to be sent."""

    def __init__(self, tell: Callable[[], object]) -> None:
        self.tell = tell

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name == "commitTransaction":
            self.tell()

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing: what comes after is told by whoever acts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing."""
