"""What works in the background of an open office: anchors of the audit, sums, acts a crash left half done."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import threading
from collections.abc import Callable
from typing import Any

from core.db.store import Store

log = logging.getLogger("office")

# start(store) of each returns at once with something that has stop().
WORKERS = ("core.audit.worker", "core.sums.worker")


def start(store: Store) -> Callable[[], None]:
    """Start every worker the office has; the answer stops them all."""
    threading.Thread(target=_recover, args=(store,), name="recover", daemon=True).start()
    running: list[Any] = [importlib.import_module(name).start(store) for name in WORKERS if _there(name)]

    def stop() -> None:
        for worker in reversed(running):
            try:
                worker.stop()
            except Exception:  # one that will not stop must not keep the others running
                log.exception("a worker did not stop")

    return stop


def _recover(store: Store) -> None:
    from core import jobs

    try:
        jobs.recover(store)
    except Exception:  # the office opens all the same; the next start tries again
        log.exception("big acts were not taken up")


def _there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
