"""Long work beside the page that asked for it: shown in parts, stopped between two acts, told when it fails.

The work itself is a row of acts, so stopping or a crash leaves whole acts; this only carries the news.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.errors import OfficeError

log = logging.getLogger("office")
_running: dict[str, Beside] = {}


@dataclass
class Beside:
    """One long work: how much is done of how much, the wish to stop, its result or what went wrong."""

    total: int
    done: int = 0
    wish_to_stop: threading.Event = field(default_factory=threading.Event)
    finished: bool = False
    result: Any = None
    error: Exception | None = None

    def progress(self, done: int) -> None:
        """Told by the work after each part."""
        self.done = done

    def both(self, done: int, total: int) -> None:
        """Told by a work that learns on the way how much there is."""
        self.done, self.total = done, total

    def stopped(self) -> bool:
        """Asked by the work before each part."""
        return self.wish_to_stop.is_set()


def start(key: str, total: int, work: Callable[[Beside], Any]) -> Beside:
    """Begin the work once; the same key while it runs (a double click) is the same work."""
    held = _running.get(key)
    if held is not None and not held.finished:
        return held
    news = _running[key] = Beside(total)

    def run() -> None:
        try:
            news.result = work(news)
        except OfficeError as e:
            news.error = e
        except Exception as e:
            log.exception("work beside the page failed")
            news.error = e
        finally:
            news.finished = True

    threading.Thread(target=run, name=f"beside-{key}", daemon=True).start()
    return news


def of(key: str) -> Beside | None:
    """The news of a work; None when there is none or it was put away."""
    return _running.get(key)


def put_away(key: str) -> None:
    """Forget a finished work."""
    if key in _running and _running[key].finished:
        del _running[key]
