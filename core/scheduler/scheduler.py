"""The scheduler of a process: it asks for the lease, and while it holds it, does what is due."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core import lease
from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.errors import OfficeError, Unavailable
from core.jobs.rows import kept_error
from core.scheduler.table import TABLE, Daily, Entry, Every, loaded
from core.scheduler.telling import tell_heads
from schemas.base import new_id

log = logging.getLogger("office.scheduler")
LEASE = "scheduler"
HELD, RENEWED, TICK = 30.0, 8.0, 1.0  # seconds: the lease, how often it is renewed, how often the table is looked at
NOTED = timedelta(minutes=1)  # a work with nothing to do is noted so often
DAYS = "daily"  # the busy mark of the daily works: they go one after another, in the order of their due moments


class Scheduler(threading.Thread):
    """Does the works of the table while this process lives; `stop()` ends it and gives the lease back."""

    def __init__(
        self, store: Store, table: Mapping[str, Entry] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        super().__init__(name="scheduler", daemon=True)
        self.store, self.clock = store, clock
        self.table = TABLE if table is None else table
        self.owner = new_id()
        self.ended = threading.Event()
        self._until = 0.0
        self._works: dict[str, Callable[[], object]] = {}
        self._due: dict[str, float] = {}
        self._noted: dict[str, datetime] = {}
        self._busy: dict[str, Future[None]] = {}
        self._pool = ThreadPoolExecutor(4, "scheduler")

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.round()
            except OfficeError as e:  # the database is away for a moment: the next round tries again
                log.warning("no round this time: %s", e.key)
            except Exception:
                log.exception("no round this time")
            self.ended.wait(TICK)

    def round(self) -> bool:
        """One look at the table: what is due is begun; False where another process holds the lease."""
        if not self._held():
            return False
        now = time.monotonic()
        for name, entry in self.table.items():
            if isinstance(entry, Every) and self._due.get(name, 0) <= now and not self._at_work(name):
                self._due[name] = now + entry.seconds
                self._busy[name] = self._pool.submit(self._often, name, entry)
        if not self._at_work(DAYS) and (missed := self.missed()):
            self._busy[DAYS] = self._pool.submit(self._days, missed)
        return True

    def settle(self, seconds: float = 60) -> None:
        """Wait for what a round has begun."""
        wait(list(self._busy.values()), seconds)

    def missed(self) -> list[tuple[datetime, str, date]]:
        """Daily works that are due, in the order of their due moments. One never met before begins with its next."""
        now, found = self.clock(), []
        daily = {name: entry for name, entry in self.table.items() if isinstance(entry, Daily)}
        # In one question: it is asked each second.
        rows = {r["_id"]: r for r in self.store.rows("schedule", {"_id": {"$in": list(daily)}}, {"day": 1})}
        for name, entry in daily.items():
            row = rows.get(name)
            # A day that is yet to come was noted before the clock was set back: work goes on from today.
            if row is None or not row.get("day") or row["day"] > entry.newest(now).isoformat():
                self._note(name, {"day": entry.newest(now).isoformat()})
                continue
            days = entry.missed(date.fromisoformat(row["day"]), now)
            found += [(entry.moment(day), name, day) for day in days]
        return sorted(found)

    def stop(self, seconds: float = 10) -> None:
        """End after what is being done, and let another process begin."""
        self.ended.set()
        if self.is_alive() and self is not threading.current_thread():
            self.join(seconds)  # a round going on could take the lease once more
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.settle(seconds)
        try:
            lease.give_back(self.store, LEASE, self.owner)
        except OfficeError as e:
            log.warning("the lease runs out by itself: %s", e.key)

    # -----------------------------------------------------------------------------------------------------

    def _held(self) -> bool:
        now = time.monotonic()
        if now < self._until - (HELD - RENEWED):
            return True
        if not lease.take(self.store, LEASE, self.owner, HELD):
            self._until = 0.0
            return False
        self._until = now + HELD
        return True

    def _at_work(self, name: str) -> bool:
        return name in self._busy and not self._busy[name].done()

    def _often(self, name: str, entry: Every) -> None:
        def work() -> object:
            if name not in self._works:
                self._works[name] = loaded(entry.make)(self.store)
            return self._works[name]()

        begun = self.clock()
        last = self._noted.get(name)
        did, error = self._tried(name, work)
        if did or error or last is None or begun - last >= NOTED:
            self._noted[name] = begun
            self._note(name, self._news(begun, error) | ({"did": instant(begun)} if did else {}))

    def _days(self, missed: list[tuple[datetime, str, date]]) -> None:
        for _, name, day in missed:
            entry = self.table[name]
            if self.ended.is_set() or not isinstance(entry, Daily) or not self._held():
                return
            begun = self.clock()
            try:
                _, error = self._tried(name, lambda day=day, entry=entry: loaded(entry.work)(self.store, day))  # type: ignore[misc]
            except Unavailable:
                return  # nothing is noted: this day is due again with the next round
            self._note(name, self._news(begun, error) | {"day": day.isoformat(), "did": instant(begun)})
            if error:
                values = {"entry": f"scheduler.entry.{name}", "day": day}
                tell_heads(self.store, "scheduler.told_entry", values, once=f"{name}:{day}")

    def _tried(self, name: str, work: Callable[[], object]) -> tuple[object, Row | None]:
        """What a work answered, or what went wrong; a database that is away is nobody's fault."""
        try:
            return work(), None
        except Unavailable:
            log.warning("%s waits for the database", name)
            raise
        except OfficeError as e:
            log.warning("%s: %s", name, e.key)
            return None, kept_error(e)
        except Exception:
            number = secrets.token_hex(3).upper()
            log.exception("fault %s in %s", number, name)
            return None, kept_error(OfficeError("errors.internal", number=number))

    def _news(self, begun: datetime, error: Row | None) -> Row:
        took = (self.clock() - begun).total_seconds()
        failed: Row = {"error": error, "failed_at": instant(begun)} if error else {"error": None}
        return {"at": instant(begun), "took": took, **failed}

    def _note(self, name: str, sets: Row) -> None:
        with office_errors():
            self.store.side("schedule").update_one({"_id": name}, {"$set": sets}, upsert=True)


def start(store: Store, table: Mapping[str, Any] | None = None) -> Scheduler:
    """Begin the scheduler of this process; called once when the office opens."""
    made = Scheduler(store, table)
    made.start()
    return made
