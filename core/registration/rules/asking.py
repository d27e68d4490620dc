"""All checks of a plan asked at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.registration.rules.lines import of_line
from core.registration.rules.shapes import ACTIVE, Breach, Frame, Learner, Stage
from core.registration.rules.terms import of_terms
from schemas.base import Id
from schemas.study_plan import Forced, PlanLine


def breaches(
    lines: Sequence[PlanLine], fresh: Iterable[Id], who: Learner, frame: Frame, stage: Stage,
    forced: Sequence[Forced] = (),
) -> list[Breach]:  # fmt: skip
    """Everything that speaks against these lines of a plan.

    lines: the whole plan as it would stand. fresh: ids of the lines that are asked about (chosen now, or not yet
    registered). forced: checks overridden for whole terms; a line carries its own. What was overridden once is not
    said again when the plan is handed in and approved.
    """
    new = set(fresh)
    asked = [x for x in lines if x.id in new and (x.state in ACTIVE or stage is Stage.dropping)]
    found = [b for line in asked for b in of_line(line, lines, who, frame, stage)]
    if stage is not Stage.dropping:
        found += of_terms(lines, asked, who, frame, stage)
    return [b for b in found if stage is Stage.choosing or not _was_forced(b, lines, forced)]


def _was_forced(breach: Breach, lines: Sequence[PlanLine], forced: Sequence[Forced]) -> bool:
    if not breach.forcible:
        return False
    if any(f.check == breach.check and f.term in ("", breach.term) for f in forced):
        return True
    mine = [x for x in lines if (x.id == breach.line if breach.line else x.term.id == breach.term)]
    return any(f.check == breach.check for x in mine if x.state in ACTIVE for f in x.forced)
