"""The long works of registration: a group registered, disciplines dropped; after a crash it goes on where it was."""

from __future__ import annotations

from typing import Any

from core.jobs import Run
from core.registration.drawing import BATCH
from core.registration.groups import Asked, Outcome, carry_out


def group_work(run: Run) -> dict[str, Any]:
    """Register everybody asked for, 50 an act; what is done stays done when it is stopped."""
    asked, seen = Asked.of(run.params["asked"]), run.params["seen"]
    total = dict(run.at.get("total") or Outcome().row())
    studies = asked.studies
    for n in range(run.at.get("n", 0), len(studies), BATCH):
        if run.stopped():
            break
        found = carry_out(run.desk, asked, seen, run.why(n), studies[n : n + BATCH]).row()
        total = {k: total[k] + found[k] for k in found}
        run.checkpoint(n=n + BATCH, total=total)
        run.progress(min(n + BATCH, len(studies)), len(studies))
    return total


drop_work = group_work  # which of the two is done stands in what was asked
