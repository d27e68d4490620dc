"""A summer discipline with too few applications is closed: whoever applied chooses again (domain.md 8, «a group must be
viable»)."""

from __future__ import annotations

from collections.abc import Sequence

from core.calendar import check_term_open
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.registration.frame import holding
from core.registration.step import dropped_step, tell_advisers
from core.tx import Tx
from schemas.base import Id
from schemas.study_plan import StudyPlan
from schemas.words import LineState, StudyPlanState

LIVE = (LineState.chosen, LineState.waiting, LineState.registered)


def close_few(desk: Desk, term: Id, disciplines: Sequence[Id], why: Why) -> int:
    """Close these disciplines in a summer term; how many applications are to be made again.

    Registered ones leave the student's history by an event; advisers are told; a place in a section must be left
    first. Raises Problems without a reason, RuleBroken for a closed term, for who sits in a section already, and where
    nobody applied.
    """
    if not why.reason.strip() and not why.code:
        raise Problems([Problem("reason", "errors.field.missing")])
    again = 0

    def work(tx: Tx) -> StudyPlan:
        nonlocal again
        again = 0
        check_term_open(tx, term)
        plans: dict[Id, StudyPlan] = {}
        for discipline in disciplines:
            if tx.session.one(
                "sections", {"term.id": term, "discipline.id": discipline, "members.0": {"$exists": True}}
            ):
                raise RuleBroken("summer.sits_already")
            for found in tx.find(StudyPlan, holding(term, discipline, [s.value for s in LIVE]), 5000):
                plan = plans.setdefault(found.id, found)
                gone = [
                    x for x in plan.lines
                    if x.term.id == term and x.discipline.id == discipline and x.state in LIVE
                ]  # fmt: skip
                dropped_step(tx, plan, [x.id for x in gone], state=LineState.rechoose)
                plan.state, plan.signed_on = StudyPlanState.draft, None
                again += len(gone)
                tell_advisers(tx, plan, "summer.told_closed", discipline=gone[0].discipline.label)
        if not plans:
            raise RuleBroken("summer.nobody_applied")
        return [tx.save(p) for p in plans.values()][0]

    desk.transact(
        "summer.close", work, why, right="plan.approve", given={"term": term, "disciplines": list(disciplines)}
    )
    return again
