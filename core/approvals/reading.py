"""Approvals as they stand: of a subject, of the tasks in an inbox, those a user asked for."""

from __future__ import annotations

from collections.abc import Iterable

from core import tasks
from core.approvals.rules import seat_for_step
from core.desk import Desk
from core.errors import OfficeError
from core.tx import Tx
from schemas.base import Id
from schemas.task import Approval, ApprovalState, Task


def of_subject(desk: Desk, subject_id: Id) -> list[Approval]:
    """Every approval of a record, the newest first; who may see the record may see them."""
    rows = desk.store.rows("approvals", {"subject.id": subject_id}, sort=[("_id", -1)], limit=50)
    return [Approval.model_validate(r) for r in rows]


def running(tx: Tx, subject_id: Id) -> Approval | None:
    """The approval a record is in now; acts ask it so that nobody changes what others are agreeing to."""
    found = tx.find(Approval, {"subject.id": subject_id, "state": ApprovalState.running.value})
    return found[0] if found else None


def of_tasks(desk: Desk, found: Iterable[Task]) -> dict[Id, Approval]:
    """The approvals that tasks belong to, by their id."""
    ids = [x.approval for x in found if x.approval]
    rows = desk.store.rows("approvals", {"_id": {"$in": ids}}) if ids else []
    return {r["_id"]: Approval.model_validate(r) for r in rows}


def asked(desk: Desk, most: int = 100) -> list[Approval]:
    """What the user himself has sent along a route and is not decided yet."""
    where = {"asked_by.id": desk.actor.id, "state": ApprovalState.running.value}
    rows = desk.store.rows("approvals", where, sort=[("_id", -1)], limit=most)
    return [Approval.model_validate(r) for r in rows]


def may_decide(desk: Desk, approval: Approval) -> OfficeError | None:
    """None when the user may decide the step that waits; else the refusal he would meet."""
    if approval.at is None:
        return None
    try:
        own = tasks.seats(desk.store, desk.actor, desk.today())
        seat_for_step(approval, approval.steps[approval.at], own)
    except OfficeError as e:
        return e
    return None
