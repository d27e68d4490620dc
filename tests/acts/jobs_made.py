"""A long work made for tests: it opens departments one act after another and kills its own process where it is told.

`python -m tests.acts.jobs_made ID` carries a job out in a process of its own, as `python -m core job ID` does.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from core.db import connection
from core.jobs import kinds, runner
from core.jobs.run import Run
from core.tx import Tx
from schemas.base import Text
from schemas.reference import Department

KIND = "test.units"
kinds.KINDS[KIND] = kinds.Kind("tests.acts.jobs_made:units", "reference.edit")
STEPS = ("begun", "before_act", "in_act", "after_act", "after_point", "before_keep", "after_keep")


def units(run: Run) -> dict[str, Any]:
    """Open `n` departments, one act each; the list of their codes is the result's file.

    die: {number of the take: (step, number of the act)}: there this process is killed, as by the machine.
    """
    n, die = run.params["n"], run.params.get("die", {}).get(str(run.take))

    def here(step: str, at: int) -> None:
        if die == [step, at]:
            os.kill(os.getpid(), signal.SIGKILL)

    here("begun", 0)
    for i in range(run.at.get("done", 0), n):
        if run.stopped():
            break
        here("before_act", i)

        def work(tx: Tx, i: int = i) -> Department:
            unit = tx.add(Department(code=f"U{i}", kind="department", name=Text(kk=f"Кафедра {i}")))
            here("in_act", i)
            return unit

        run.desk.transact("reference.edit", work, run.why(i), given=[i])
        here("after_act", i)
        run.checkpoint(done=i + 1)
        run.progress(i + 1, n)
        here("after_point", i)
    here("before_keep", 0)
    run.keep("units.csv", "\n".join(f"U{i}" for i in range(run.at.get("done", 0))).encode())
    here("after_keep", 0)
    return {"units": run.at.get("done", 0)}


if __name__ == "__main__":
    # Loaded as __main__ the module is not the one the table names: its row is there all the same.
    sys.exit(0 if runner.carry_out(connection.store(), sys.argv[1]) else 1)
