"""The whole scan as a long work of the office (core.jobs), begun on the page and every night."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from core import house
from core.db.store import Store
from core.names import scan

if TYPE_CHECKING:
    from core.jobs import Run


def scan_work(run: Run) -> dict[str, Any]:
    """Look at every name anew; the result says how many records were looked at."""
    return {"looked": scan.whole(run.desk.store, run.progress, run.stopped)}


def nightly(store: Store, day: date) -> None:
    """The whole look of a night; safe to repeat."""
    house.refresh(store)
    scan.whole(store)
