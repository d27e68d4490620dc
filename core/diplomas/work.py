"""Diplomas of a whole year in parts: prepared and printed in one press, registered as a long work that stops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import jobs
from core.db.store import Row
from core.desk import Desk, Why
from core.diplomas import handing, preparing, reading, registering
from core.diplomas.graduates import Pair
from core.diplomas.needs import enough
from core.jobs.run import Run
from schemas.base import Id

KIND = "diplomas.register"
PART = 100  # drafts of one act


def prepare(desk: Desk, year: int, pairs: Sequence[Pair], why: Why) -> int:
    """Prepare the diplomas of so many graduates, a part in each act; how many were asked for."""
    for start in range(0, len(pairs), PART):
        part = Why(why.reason, why.basis, f"{why.command}:{start}", why.code)
        preparing.prepare(desk, year, pairs[start : start + PART], part)
    return len(pairs)


def printed(desk: Desk, ids: Sequence[Id], why: Why) -> int:
    """Mark so many registered diplomas as printed, a part in each act; how many."""
    for start in range(0, len(ids), registering.MOST):
        part = Why(why.reason, why.basis, f"{why.command}:{start}", why.code)
        handing.printed(desk, ids[start : start + registering.MOST], part)
    return len(ids)


def begin(desk: Desk, year: int, pairs: Sequence[Pair], dated: date, why: Why) -> Id:
    """Begin to register the diplomas of graduates, in the order given; the id of the long work. Problems where the
    blanks do not last for all of them: a year is not left half done for that."""
    asked = set(pairs)
    enough(desk.store, (line.takes for line in reading.lines(desk, year) if line.pair in asked))
    params = {"year": year, "pairs": [list(p) for p in pairs], "dated": dated.isoformat()}
    return jobs.begin(desk, KIND, params, why, total=len(pairs))


def register_work(run: Run) -> Row:
    """The long work. Begun anew after a crash it gives no number twice; what is registered when one stops stays so."""
    given = run.params
    pairs = [(student, study) for student, study in given["pairs"]]
    done = 0
    for start in range(0, len(pairs), registering.MOST):
        if run.stopped():
            break
        part = pairs[start : start + registering.MOST]
        registering.register(run.desk, given["year"], part, date.fromisoformat(given["dated"]), run.why(start))
        done += len(part)
        run.progress(done)
    return {"done": done, "total": len(pairs)}
