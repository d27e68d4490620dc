"""Filling an empty base with many finished rows: a demonstration, a restored copy. Not for a base in use.

While a base is being filled it carries a mark, so that a filling cut short is known and begun anew.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

from core.db.store import Store, office_errors
from core.errors import OfficeError, RuleBroken

Row = dict[str, Any]
RESTORING = "restore"  # what is poured where a backup is restored
SILENT = timedelta(seconds=30)
MARK = "filling"  # the row of `jobs` that stands while a base is being filled


def used(store: Store) -> bool:
    """Does the base hold anything of an office: documents, entries, accounts?"""
    for name in ("audit_events", "users", "office", "students"):
        if store.one(name, {}, {"_id": 1}):
            return True
    return False


def cut_short(store: Store) -> str | None:
    """What was being poured into this base when the filling ended before its time; None for a whole base."""
    row = store.one("jobs", {"_id": MARK})
    return str(row["what"]) if row else None


def begin(store: Store, what: str, shape: Callable[[], None]) -> None:
    """Mark an empty base as being filled; what an earlier filling left is removed. RuleBroken for one in use."""
    if cut_short(store):
        with office_errors():
            store.client.drop_database(store.name)
    elif used(store):
        raise RuleBroken("demo.base_in_use")
    shape()
    with office_errors():
        store.side("jobs").insert_one({"_id": MARK, "what": what, "state": "filling", "command": MARK})


def end(store: Store) -> None:
    """The base is whole."""
    with office_errors():
        store.side("jobs").delete_one({"_id": MARK})


def going_on(store: Store) -> bool:
    """Is another process filling this base now? One that was killed is heard of no more after `SILENT`."""
    row = store.one("jobs", {"_id": MARK}, {"beat": 1}) or {}
    return "beat" in row and abs(datetime.now(UTC) - row["beat"]) < SILENT


@contextmanager
def alive(store: Store) -> Iterator[None]:
    """Within: the mark tells every few seconds that somebody is filling this base."""
    ended = threading.Event()

    def say(at: datetime) -> None:
        with suppress(OfficeError), office_errors():  # the database is away for a moment
            store.side("jobs").update_one({"_id": MARK}, {"$set": {"beat": at}})

    def beat() -> None:
        while not ended.wait(SILENT.total_seconds() / 6):
            say(datetime.now(UTC))

    say(datetime.now(UTC))
    thread = threading.Thread(target=beat, name="filling-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        say(datetime(1970, 1, 1, tzinfo=UTC))


class Pourer:
    """Writes rows in a thread of its own, so that the server works while the next ones are made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: queue.Queue[tuple[str, Sequence[Row]] | None] = queue.Queue(maxsize=6)
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._pour, name="pourer", daemon=True)

    def __enter__(self) -> Pourer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join()
        if error is None and self._failed:
            raise self._failed

    def pour(self, collection: str, rows: Sequence[Row]) -> None:
        """Hand rows over; raises what an earlier writing ran into."""
        if self._failed:
            raise self._failed
        self._queue.put((collection, rows))

    def _pour(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._failed:
                continue  # the maker learns of it at his next rows
            try:
                with office_errors():
                    self._store.db[job[0]].insert_many(job[1], ordered=False)
            except BaseException as e:
                self._failed = e
