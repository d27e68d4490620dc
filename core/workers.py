"""What works in the background of an open office: the scheduler, and jobs a crash left half done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from core import metrics, scheduler
from core.db.store import Store
from core.jobs import big, runner

log = logging.getLogger("office")
ACTS_END = 10  # seconds the acts going on have to end; an act cut short is not done, never half done


def start(store: Store) -> Callable[[], None]:
    """Start what works behind the pages; the answer stops it all."""
    runner.opened()
    threading.Thread(target=_recover, args=(store,), name="recover", daemon=True).start()
    working = scheduler.start(store)

    def stop() -> None:
        """Nothing new is begun; what is going on ends or is handed back."""
        for close in (working.stop, runner.close, lambda: metrics.settle(ACTS_END)):
            try:
                close()
            except Exception:  # one that will not stop must not keep the others running
                log.exception("a worker did not stop")

    return stop


def _recover(store: Store) -> None:
    try:
        store.let_go()  # else what a killed office was doing stands in the way of the new one for a minute
        big.recover(store)
        runner.look(store)
    except Exception:  # the office opens all the same; the next start tries again
        log.exception("jobs were not taken up")
