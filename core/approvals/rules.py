"""Whose hands may decide a step (four eyes), and whether a route can be walked at all."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Forbidden, RuleBroken
from core.tasks.seats import Seat, has
from schemas.base import Id
from schemas.task import Approval, ApprovalStep, StepState


def hands(approval: Approval) -> set[Id]:
    """Everybody through whose hands an approval has gone: who asked, who decided, in whose place."""
    found = {approval.asked_by.id}
    for step in approval.steps:
        if step.state is StepState.agreed:
            found |= {ref.id for ref in (step.by, step.for_whom) if ref}
    return found


def seat_for_step(approval: Approval, step: ApprovalStep, own: Sequence[Seat]) -> Seat:
    """The seat from which a user decides a step: his own before another's.

    Raises Forbidden when the step is not his, RuleBroken when the approval has been through his hands, or through
    those of whose place he would take.
    """
    fitting = [s for s in own if has(s, None if step.user else step.role, step.user, approval.scope)]
    if not fitting:
        raise Forbidden("approvals.not_yours", role=step.role)
    gone = hands(approval)
    for seat in fitting:
        if own[0].actor.id not in gone and seat.actor.id not in gone:
            return seat
    raise RuleBroken("approvals.asked_yourself" if approval.asked_by.id == own[0].actor.id else "approvals.four_eyes")


def unfilled(candidates: Sequence[set[Id]]) -> int | None:
    """The first step (from 0) for which nobody is left when no person takes two; None when all can be filled.

    candidates: for each step who could decide it.
    """
    taken: dict[Id, int] = {}

    def place(step: int, tried: set[Id]) -> bool:
        for person in sorted(candidates[step] - tried):
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = step
                return True
        return False

    return next((n for n in range(len(candidates)) if not place(n, set())), None)
