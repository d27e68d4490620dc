"""Whose hands may decide a step (four eyes), and whether a route can be walked at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.access import Actor
from core.db.store import Row
from core.errors import Forbidden, Problem, RuleBroken
from core.tasks.seats import Seat, has, roles
from schemas.base import Id
from schemas.kinds import Kind, Route
from schemas.task import Approval, ApprovalStep, StepState


def hands(approval: Approval) -> set[Id]:
    """Everybody through whose hands an approval has gone: who asked, who decided, in whose place."""
    found = {approval.asked_by.id}
    for step in approval.steps:
        if step.state is StepState.agreed:
            found |= {ref.id for ref in (step.by, step.for_whom) if ref}
    return found


def fits(seat: Seat, approval: Approval, step: ApprovalStep) -> bool:
    """Is this the seat of a step: of its role in the approval's scope, and of its exact person where one is named?"""
    if step.user is not None:
        return step.user.id == seat.actor.id and step.role in roles(seat.actor)
    return has(seat, step.role, None, approval.scope)


def seat_for_step(approval: Approval, step: ApprovalStep, own: Sequence[Seat]) -> Seat:
    """The seat from which a user decides a step: his own before another's.

    Raises Forbidden when the step is not his, RuleBroken when the approval has been through his hands, or through
    those of whose place he would take.
    """
    fitting = [s for s in own if fits(s, approval, step)]
    if not fitting:
        raise Forbidden("approvals.not_yours", role=step.role)
    gone = hands(approval)
    for seat in fitting:
        if own[0].actor.id not in gone and seat.actor.id not in gone:
            return seat
    raise RuleBroken("approvals.asked_yourself" if approval.asked_by.id == own[0].actor.id else "approvals.four_eyes")


def person(actor: Actor) -> Id:
    """Who somebody is, whichever of his accounts he uses: his person among the staff, else the account itself."""
    return next(iter(actor.assigned.get("teacher", ())), actor.id)


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


class Reader(Protocol):
    """Where a check reads: the store, or the session of an open act."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...


def check_kind(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    """A route names only people who can walk it (asked by core.kinds before a version is stored)."""
    found: list[Problem] = []
    named: set[Id] = set()
    for n, step in enumerate(kind.as_body(Route).steps):
        if step.user is None:
            continue
        row = reader.one("users", {"_id": step.user.id, "active": True})
        if row is None:
            found.append(Problem("body.steps", "approvals.step_gone", {"name": step.user.label}, n))
        elif step.role.value not in {row["role"], *(a["role"] for a in row.get("acting", []))}:
            values = {"name": step.user.label, "role": step.role}
            found.append(Problem("body.steps", "approvals.step_other_role", values, n))
        if step.user.id in named:
            found.append(Problem("body.steps", "approvals.step_twice", {"name": step.user.label}, n))
        named.add(step.user.id)
    return found
