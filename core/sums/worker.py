"""The office's own hand for sums: one thread in one of the servers looks for marks every few seconds."""

from __future__ import annotations

import logging
import threading

from core import lease
from core.db.store import Store
from core.errors import OfficeError
from core.sums.build import drain, office_day, refresh
from schemas.base import new_id

log = logging.getLogger("office.sums")


class Worker(threading.Thread):
    """Rebuilds sums while this process lives; `stop()` ends it after the slice being built."""

    def __init__(self, store: Store, every: float) -> None:
        super().__init__(name="sums", daemon=True)
        self.store, self.every = store, every
        self.owner = new_id()
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.look()
            except OfficeError as e:  # the database is away for a moment: the next round tries again
                log.warning("no sums this time: %s", e.key)
            except Exception:
                log.exception("no sums this time")
            self.ended.wait(self.every)

    def look(self) -> bool:
        """One round: do the waiting marks; on a new day everything, since «overdue» and «ended» move with the day."""
        built = self.store.one("sums", {"_id": "today"}, {"day": 1})
        stale = built is None or built["day"] != office_day().isoformat()
        if not stale and self.store.one("dirty", {}, {"_id": 1}) is None:
            return False
        if not lease.take(self.store, "sums", self.owner, max(60, self.every * 3)):
            return False
        if stale:
            refresh(self.store)
        else:
            drain(self.store)
        return True

    def stop(self) -> None:
        """End after this round."""
        self.ended.set()


def start(store: Store, every: float = 3) -> Worker:
    """Begin keeping the sums of this database; called once when the server starts."""
    worker = Worker(store, every)
    worker.start()
    return worker
