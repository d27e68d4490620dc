"""Import rows per second against reading the file and `insert_many`."""

from __future__ import annotations

from core.bench import Ratio
from core.db.store import Store
from core.imports import bench


def measure(store: Store, _: str) -> list[Ratio]:
    """A table of students through the whole import, dry run included, against the bare way."""
    found = bench.ratio(store)
    return [Ratio("import of a table of students", found["import_seconds"], found["bare_seconds"], 4)]
