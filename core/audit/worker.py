"""The office's own clock for anchors: one thread in one of the servers, by a lease that ends when it dies."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from core import lease
from core.audit.anchors import Anchorer
from core.db.store import Store
from core.errors import Duplicate, OfficeError
from schemas.base import new_id

log = logging.getLogger("office.audit")
LEASE = "anchor"


class Worker(threading.Thread):
    """Makes an anchor every so many seconds while this process lives; `stop()` ends it."""

    def __init__(self, store: Store, every: float, folder: Path | None) -> None:
        super().__init__(name="anchors", daemon=True)
        self.store, self.every = store, every
        self.anchorer = Anchorer(store, folder)
        self.owner = new_id()
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                if lease.take(self.store, LEASE, self.owner, self.every * 3):
                    self.anchorer.run()
            except Duplicate:
                log.info("another server made this anchor")
            except OfficeError as e:  # the database is away for a moment: the next round tries again
                log.warning("no anchor this time: %s", e.key)
            except Exception:
                log.exception("no anchor this time")
            self.ended.wait(self.every)

    def stop(self) -> None:
        """End after the anchor being made."""
        self.ended.set()


def start(store: Store, every: float = 180, folder: Path | None = None) -> Worker:
    """Begin anchoring this database every `every` seconds; called once when the server starts."""
    worker = Worker(store, every, folder)
    worker.start()
    return worker
