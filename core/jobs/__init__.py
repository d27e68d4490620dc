"""Long works: begun on a page, done beside it, gone on with after a crash, their result kept as a file.

`begin(desk, kind, params, why)` writes a row and returns at once; the kinds stand in one table (`kinds.KINDS`). Work
that must happen whole or not at all and does not fit one transaction is a big act (`big`).
"""

from core.jobs.batches import Work, ids
from core.jobs.kinds import KINDS, Kind
from core.jobs.reading import FIELDS, count, listed, newest, of, result
from core.jobs.rows import begin, stop
from core.jobs.run import Run

__all__ = [
    "FIELDS", "KINDS", "Kind", "Run", "Work", "begin", "count", "ids", "listed", "newest", "of", "result", "stop",
]  # fmt: skip
