"""One study of a group weighed: the plan as it would stand, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core.db.store import Row
from core.registration.acts import key_of, replaced
from core.registration.drawing import (
    cannot,
    empty_plan,
    lacking,
    wished,
)
from core.registration.frame import Case
from core.registration.groups.asked import LATER, Asked
from core.registration.rules import ACTIVE, Breach, Stage, breaches
from schemas.base import Id
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, StudyPlanState


@dataclass
class Tried:
    """One study weighed: the plan as it would stand, its fresh lines, those taken out, what speaks against it."""

    plan: StudyPlan
    new: bool
    lines: list[PlanLine] = field(default_factory=list)
    gone: list[Id] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    no: tuple[str, Row] | None = None


def disciplines_of(asked: Asked) -> list[Id]:
    return [w.discipline for w in asked.wishes] + [d for _, d in asked.drop]


def weighed(
    case: Case, asked: Asked, student: Id, study: Id, ids: Callable[[], Id], now: datetime,
    seats: Callable[[list[PlanLine]], object] = lambda lines: None,
) -> Tried:  # fmt: skip
    who, row, old = case.learners[study], case.students[study], case.plans.get(study)
    plan = old or empty_plan(ids(), student, study, row, who, asked.year)
    tried = Tried(plan, old is None)
    if asked.drop:
        wanted = set(asked.drop)
        tried.lines = [x for x in plan.lines if key_of(x) in wanted and x.state in ACTIVE]
        tried.gone = [x.id for x in tried.lines]
        found = breaches(plan.lines, tried.gone, who, case.frame, Stage.dropping)
        tried.breaches = [b for b in found if b.check != "status"]
        return tried
    tried.no = cannot(who)
    if tried.no is None and who.curriculum is None and old is None and not asked.wishes:
        tried.no = "registration.no_curriculum", {}
    if tried.no is not None:
        return tried
    have = {key_of(x) for x in plan.lines if x.state in ACTIVE}
    wishes = [w for w in asked.wishes if (w.term, w.discipline) not in have]
    tried.gone = replaced(plan, wishes, ())
    new = [wished(ids(), now, w, who, case.frame) for w in wishes]
    if old is None or plan.state is StudyPlanState.draft:
        new = lacking(ids, now, case, who, plan) + new
    seats(new)
    plan.lines = plan.lines + new
    tried.lines = [x for x in plan.lines if x.state is LineState.chosen]
    settled = plan.state in (StudyPlanState.approved, StudyPlanState.signed)
    if not tried.lines and (settled or not asked.whole):
        return tried
    stage = Stage.approving if plan.state is StudyPlanState.submitted and not new else Stage.registering
    fresh = [x.id for x in plan.lines if x.state in (LineState.chosen, LineState.waiting)]
    lines = [x for x in plan.lines if x.id not in set(tried.gone)]
    found = breaches(lines, fresh, who, case.frame, stage, plan.forced)
    tried.breaches = [b for b in found if asked.whole or b.key not in LATER]
    return tried


def approves_only(asked: Asked, plan: StudyPlan) -> bool:
    """Would the plan be approved by this, though nothing in it is left to be registered?"""
    settled = plan.state in (StudyPlanState.approved, StudyPlanState.signed)
    return asked.whole and not asked.drop and bool(plan.lines) and not settled
