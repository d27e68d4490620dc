"""A passage into a new year carried out in a process of its own that kills itself where it is told.

`python -m tests.acts.rollover_made ID STEP N BATCH`: at the N-th act of moving, before it, inside its transaction or
right after it.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from core.db import connection
from core.jobs import runner
from core.rollover import work

STEPS = ("before", "inside", "after")


def main(id: str, step: str, at: int, batch: int) -> bool:
    count = 0
    act, inner = work._act, work._step

    def die(where: str) -> None:
        if (where, count) == (step, at):
            os.kill(os.getpid(), signal.SIGKILL)

    def mine(*args: Any) -> None:
        nonlocal count
        count += 1
        die("before")
        act(*args)
        die("after")

    def inside(*args: Any, **more: Any) -> None:
        inner(*args, **more)
        die("inside")

    work._act, work._step, work.BATCH = mine, inside, batch  # type: ignore[assignment]
    return runner.carry_out(connection.store(), id)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])) else 1)
