"""An approval is asked for inside an act, and decided step by step; the last decision does what was asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath

from core import four_eyes, notices, tasks
from core.approvals.handlers import AGREED, DECLINED, follow
from core.approvals.rules import fits, hands, person, seat_for_step, unfilled
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.tasks.acts import who
from core.tasks.seats import Seat
from core.tx import Tx
from schemas.base import Document, Id, Ref, Text
from schemas.kinds import Kind, Route
from schemas.task import Approval, ApprovalState, ApprovalStep, StepState, Task, TaskState, scope_of


def start(
    tx: Tx, route_code: str, subject: Document, page: str, address: dict[str, str], about: Text | None = None
) -> Approval:
    """Send a record along a route, inside the act that asks for it; the first step's task is made at once.

    page, address: where the record is looked at. about: what it is called in the inbox, else its own label.
    Raises NotFound (no such route today), RuleBroken: one is running already, or a step has nobody who could decide
    it (who asked never does, and nobody decides twice).
    """
    kind = _route(tx, route_code)
    if tx.find(Approval, {"subject.id": subject.id, "state": ApprovalState.running.value}):
        raise RuleBroken("approvals.running_already", about=about or subject.label())
    approval = Approval(
        _id=tx.new_id(), subject=Ref(id=subject.id, label=about or subject.label()), subject_kind=subject.collection,
        subject_revision=subject.revision, scope=scope_of(subject, plain(subject)),
        page=PurePosixPath(page).stem, address=address,
        route=kind.ref(), route_code=route_code, asked_by=who(tx),
        steps=[ApprovalStep(role=s.role, user=s.user, days=s.days) for s in kind.as_body(Route).steps],
    )  # fmt: skip
    _walkable(tx, approval)
    _begin(tx, approval, 0)
    return tx.add(approval, scoped=False)


def _route(tx: Tx, code: str) -> Kind:
    return tx.kind("route", code)


def _walkable(tx: Tx, approval: Approval) -> None:
    """Every step must have somebody: not who asked, and no person for two steps, whatever accounts he has."""
    asker = person(tx.actor)
    candidates = []
    for step in approval.steps:
        open_ = tasks.people(tx.session, [step.role], [step.user.id] if step.user else [])
        found = {person(a) for a in open_ if fits(Seat(a), approval, step) and a.id != tx.actor.id}
        candidates.append(found - {asker})
    n = unfilled(candidates)
    if n is not None:
        step = approval.steps[n]
        key = "approvals.nobody_else" if candidates[n] else "approvals.nobody"
        raise RuleBroken(key, step=n + 1, who=step.user.label if step.user else step.role, route=approval.route.label)


def _begin(tx: Tx, approval: Approval, n: int) -> None:
    step = approval.steps[n]
    step.state, step.due = StepState.running, tx.today + timedelta(days=step.days)
    tasks.make(
        tx, what="approvals.task", values={"about": approval.subject.label, "route": approval.route.label},
        to_role=None if step.user else step.role, to_user=step.user, due=step.due, subject=approval.subject,
        kind=approval.subject_kind, page=approval.page, address=approval.address, scope=approval.scope,
        approval=approval.id,
    )  # fmt: skip


def agree(desk: Desk, id: Id, revision: int, why: Why) -> Approval:
    """Agree to the step that waits; after the last one what was asked is done in the same transaction.

    Raises StaleRevision (somebody decided first), Forbidden (not the user's step), RuleBroken (four eyes, decided).
    """

    def work(tx: Tx) -> Approval:
        approval, n = _decide(tx, id, revision, StepState.agreed, why.reason)
        if n + 1 < len(approval.steps):
            _begin(tx, approval, n + 1)
        else:
            approval.state = ApprovalState.agreed
            follow(AGREED, approval.subject_kind, tx, approval.subject.id)
            _answer(tx, approval, "approvals.told_agreed")
        return tx.save(approval)

    return desk.transact("approval.agree", work, why, right="approval.decide", given=[id, revision])


def decline(desk: Desk, id: Id, revision: int, why: Why) -> Approval:
    """Decline the step that waits, with a reason: the whole approval ends, and who asked is told why."""
    _reason(why)

    def work(tx: Tx) -> Approval:
        approval, _ = _decide(tx, id, revision, StepState.declined, why.reason)
        approval.state = ApprovalState.declined
        follow(DECLINED, approval.subject_kind, tx, approval.subject.id)
        _answer(tx, approval, "approvals.told_declined")
        return tx.save(approval)

    return desk.transact("approval.decline", work, why, right="approval.decide", given=[id, revision])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Approval:
    """Take an asking back while it is undecided, with a reason: one's own, or (the head) one whose people are gone.

    What follows for the subject is the same as if it was declined.
    """
    _reason(why)

    def work(tx: Tx) -> Approval:
        approval = _running(tx, id, revision)
        if approval.asked_by.id != tx.actor.id and not tx.actor.may("task.read_all"):
            raise Forbidden("approvals.not_asked_by_you")
        approval.state = ApprovalState.withdrawn
        for step in approval.steps:
            if step.state is StepState.running:
                step.state = StepState.waiting
        for task in _tasks(tx, id):
            tasks.finish(tx, task, None, why.reason, TaskState.cancelled)
        follow(DECLINED, approval.subject_kind, tx, approval.subject.id)
        return tx.save(approval)

    return desk.transact("approval.withdraw", work, why, right="approval.decide", given=[id, revision])


def _running(tx: Tx, id: Id, revision: int) -> Approval:
    approval = tx.get(Approval, id, revision, scoped=False)
    if approval.state is not ApprovalState.running:
        raise RuleBroken("approvals.decided_already", state=approval.state)
    return approval


def _tasks(tx: Tx, id: Id) -> list[Task]:
    return tx.find(Task, {"approval": id, "state": TaskState.open.value})


def _decide(tx: Tx, id: Id, revision: int, state: StepState, note: str) -> tuple[Approval, int]:
    approval = _running(tx, id, revision)
    n = approval.at
    if n is None:
        raise RuleBroken("approvals.decided_already", state=approval.state)
    step = approval.steps[n]
    seat = seat_for_step(approval, step, tasks.seats(tx.session, tx.actor, tx.today))
    for first in sorted(hands(approval)):
        four_eyes.check(tx, "approval.agree" if state is StepState.agreed else "approval.decline", first)
    step.state, step.by, step.at, step.note = state, who(tx), tx.now, note
    step.for_whom = seat.who if seat.deputy else None
    for task in _tasks(tx, id):
        tasks.finish(tx, task, seat, note)
    return approval, n


def _answer(tx: Tx, approval: Approval, key: str) -> None:
    values = {"about": approval.subject.label, "who": tx.actor.name}
    notices.tell(tx, approval.asked_by.id, key, values, approval.page, approval.address)


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
