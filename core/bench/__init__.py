"""`python3 office.py bench`: what the office costs, as ratios to the bare floor measured in the same run.

Seconds are only reported; the ratio is what counts (issue: 2x closing, 2x search, 3x home, 1.5x transcripts, 4x
import, 6x registering). Everything runs against a database of its own that is dropped afterwards.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Store
from core.registry import MODELS


class Ratio(NamedTuple):
    """One line of the report: the office's time and the floor's, in seconds; aim is the greatest good ratio."""

    name: str
    ours: float
    floor: float
    aim: float
    note: str = ""


def median_of(work: Callable[[], object], times: int) -> float:
    """The median of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main(argv: list[str] | None = None) -> int:
    """Run every benchmark, or those named (the modules of this folder), and print the table."""
    import importlib

    chosen = argv or [
        "closing", "opening", "searching", "lists", "papers", "importing", "registering", "rerun", "typing", "forming",
        "examining", "summing", "ordering", "attesting", "supplements", "indicators", "reporting", "finding", "editing",
    ]  # fmt: skip

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        uri = ensure(Path(folder))
        with client(uri) as opened:
            rows: list[Ratio] = []
            for word in chosen:
                store = Store(opened, f"bench_{word}")  # each begins with an empty office
                store.shape(MODELS)
                measure = importlib.import_module(f"core.bench.{word}").measure
                gc.collect()  # as the office runs (core/ui/warm.py): what is loaded once is not walked through again
                gc.freeze()
                found = measure(store, uri)
                rows += found
                for r in found:
                    print(f"{r.name:<46} {r.ours * 1000:10.2f} ms {r.floor * 1000:10.2f} ms  {r.ours / r.floor:6.2f}x"
                          f"  (aim {r.aim:g}x) {r.note}", flush=True)  # fmt: skip
        release(Path(folder))
    return 0
