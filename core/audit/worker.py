"""The scheduler's work on the trail: an anchor every few minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from core.audit.anchors import Anchorer
from core.db.store import Store
from core.errors import Duplicate

log = logging.getLogger("office.audit")


def anchoring(store: Store, folder: Path | None = None) -> Callable[[], bool]:
    """The work as the scheduler's table wants it: it remembers the ledger between two anchors.

    folder: where the key stands, the data folder where none is given. The work's answer: was there anything new?
    """
    anchorer = Anchorer(store, folder)

    def work() -> bool:
        try:
            return anchorer.run() is not None
        except Duplicate:
            log.info("another server made this anchor")
            return False

    return work
