"""The long work of the summer: applications of many entered one after another; whoever can't is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from core import jobs
from core.desk import Desk, Why
from core.errors import OfficeError, Problems
from core.i18n import t
from core.jobs import Run
from core.registration.frame import study_rules
from core.summer.closing import closed_in
from core.summer.lines import apply, term_of
from core.summer.need import Need
from schemas.base import LANGS, Id
from schemas.words import PlanReason


def offered(need: Need, most: Decimal, closed: Collection[Id] = ()) -> tuple[tuple[Id, PlanReason], ...]:
    """What of a need goes into one summer: debts before differences, each while it fits under the cap, nothing that is
    closed."""
    left, found = most, []
    for item in sorted(need.owed, key=lambda i: i.reason is not PlanReason.repeat):
        if item.credits <= left and item.discipline.id not in closed:
            found.append((item.discipline.id, item.reason))
            left -= item.credits
    return tuple(found)


def apply_many(desk: Desk, needs: Sequence[Need], year: int, why: Why) -> Id:
    """Begin to enter the applications of many students as a long work; its id. Its result: done, and who was left."""
    most, term = study_rules().summer_most, term_of(desk, year)
    closed = closed_in(desk, term.id) if term else frozenset()
    asked = [
        [n.student.id, n.study, n.student.label.kk, [[d, r.value] for d, r in wishes]]
        for n in needs
        if (wishes := offered(n, most, closed))
    ]
    return jobs.begin(desk, "summer.apply", {"year": year, "asked": asked}, why, total=len(asked))


def apply_work(run: Run) -> dict[str, Any]:
    """The job «summer.apply»: each student by an act of his own; a refused one is named with its first reason."""
    asked, done = run.params["asked"], int(run.at.get("done", 0))
    left: list[dict[str, Any]] = list(run.at.get("left", []))
    for n in range(int(run.at.get("n", 0)), len(asked)):
        if run.stopped():
            break
        student, study, name, wishes = asked[n]
        try:
            apply(run.desk, (student, study), run.params["year"], [(d, PlanReason(r)) for d, r in wishes], run.why(n))
            done += 1
        except OfficeError as e:
            first = e.problems[0] if isinstance(e, Problems) and e.problems else e
            left.append({"student": name, "why": {x: t(first.key, x, **first.values) for x in LANGS}})
        run.checkpoint(n=n + 1, done=done, left=left[:200])
        run.progress(n + 1, len(asked))
    return {"done": done, "left": left[:200]}
