"""The acts on a pack: made in one press, its words and decisions written, sent to the leadership, decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import submissions, tasks
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import t
from core.kinds.shipped import SYSTEM
from core.management_review import inputs, quality
from core.management_review.inputs import Asking
from core.submissions import Sending
from core.tx import Tx
from schemas.base import Id
from schemas.management_review import ManagementReview, PackSection, ReviewDecision, ReviewInput, ReviewState
from schemas.submission import Submission, SubmissionKind

MAKE, WRITE = "management_review.make", "management_review.write"
LONGEST = 4000  # letters of the words under one input
YEARS = 3  # how long a period may be
SECTIONS: Mapping[ReviewInput, Callable[[Asking], PackSection]] = {
    ReviewInput.previous: inputs.previous, ReviewInput.changes: inputs.changes, ReviewInput.feedback: inputs.feedback,
    ReviewInput.objectives: quality.objectives, ReviewInput.processes: inputs.processes,
    ReviewInput.nonconformities: quality.nonconformities, ReviewInput.audits: inputs.audits,
    ReviewInput.resources: inputs.resources, ReviewInput.risks: quality.risks,
    ReviewInput.ideas: lambda asked: PackSection(of=ReviewInput.ideas),
}  # fmt: skip


def make(desk: Desk, first: date, last: date, why: Why) -> ManagementReview:
    """Make the pack of a period in one press: every input is read once and kept; nothing of it is ever counted again.

    Figures are of the whole institution, whoever presses. Raises Problems (days), Forbidden.
    """
    problems = [Problem("last", "errors.field.ends_before_start")] if last < first else []
    if last > desk.today():
        problems.append(Problem("last", "management_review.day_ahead"))
    elif (last - first).days > YEARS * 366:
        problems.append(Problem("first", "management_review.too_long", {"n": YEARS}))
    if problems:
        raise Problems(problems)
    desk_of_all = replace(desk, actor=replace(SYSTEM, lang=desk.actor.lang))
    sections = read(desk_of_all, first, last) if desk.may(MAKE) else []

    def work(tx: Tx) -> ManagementReview:
        number = f"{tx.today.year}-{tx.number(f'management_review:{tx.today.year}'):02d}"
        return tx.add(ManagementReview(
            _id=tx.new_id(), number=number, first=first, last=last, made_at=tx.now, made_by=tx.who(),
            sections=sections,
        ))  # fmt: skip

    return desk.transact(MAKE, work, why, given=[first, last])


def read(desk: Desk, first: date, last: date) -> list[PackSection]:
    """Every input in the order of the standard."""
    asked = Asking(desk, first, last)
    return [SECTIONS[of](asked) for of in ReviewInput]


def write(
    desk: Desk, id: Id, revision: int, notes: Mapping[str, str], decisions: Sequence[Mapping[str, Any]], why: Why
) -> ManagementReview:  # fmt: skip
    """Write the words under the inputs (as typed) and the decisions. Raises Problems beside the fields."""
    problems = [Problem(k, "errors.field.string_too_long", {"max_length": LONGEST}) for k, v in notes.items()
                if len(v) > LONGEST]  # fmt: skip
    told = []
    for n, row in enumerate(decisions):
        try:
            told.append(ReviewDecision.model_validate(dict(row)))
        except ValidationError as e:
            problems += [Problem("decisions", p.key, p.values, n) for p in Problems.of(e).problems]
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> ManagementReview:
        pack = _in(tx, id, revision, ReviewState.made, ReviewState.sent)
        known = {x.value for x in ReviewInput}
        pack.notes = {k: v.strip() for k, v in notes.items() if k in known and v.strip()}
        pack.decisions = told
        return tx.save(pack)

    given = [id, revision, dict(notes), [dict(d) for d in decisions]]
    return desk.transact(WRITE, work, why, given=given)


def send(desk: Desk, id: Id, revision: int, why: Why) -> ManagementReview:
    """Submit the pack to the whole leadership (clause 29-b): each has a task until it is decided.

    Raises Problems where there is no leader to send it to.
    """
    to = [leader.id for leader in submissions.leaders(desk)]

    def work(tx: Tx) -> ManagementReview:
        pack = _in(tx, id, revision, ReviewState.made)
        pack.status, pack.sent_on = ReviewState.sent, tx.today
        submissions.send_in(tx, Sending(
            SubmissionKind.management_review, pack.label().kk, to, start=pack.first, end=pack.last, source=pack,
            page="management_review", address={"id": pack.id},
        ))  # fmt: skip
        return tx.save(pack)

    return desk.transact("management_review.send", work, why, right=MAKE, given=[id, revision])


def decide(desk: Desk, id: Id, revision: int, protocol: str, why: Why) -> ManagementReview:
    """The leadership has decided: the pack is closed for ever, each decision is a task of whom it names."""
    if not protocol.strip():
        raise Problems([Problem("protocol", "errors.field.missing")])

    def work(tx: Tx) -> ManagementReview:
        pack = _in(tx, id, revision, ReviewState.sent)
        if not pack.decisions:
            raise RuleBroken("management_review.no_decisions")
        _answered(tx, pack, t("management_review.answer", "kk", protocol=protocol.strip()))
        pack.status, pack.protocol = ReviewState.decided, protocol.strip()
        pack.decided_on, pack.decided_by = tx.today, tx.who()
        pack.tasks = [
            tasks.make(tx, what="management_review.decision_task", values={"what": d.what, "number": pack.number},
                       to_user=d.responsible, due=d.due, subject=pack, page="management_review",
                       address={"id": pack.id}, mark=f"decision:{n}", by_hand=True).id
            for n, d in enumerate(pack.decisions)
        ]  # fmt: skip
        return tx.save(pack)

    return desk.transact("management_review.decide", work, why, given=[id, revision, protocol])


def _answered(tx: Tx, pack: ManagementReview, answer: str) -> None:
    """What was submitted is answered by who decides; the tasks of the other leaders end with it."""
    for sent in tx.find(Submission, {"source.id": pack.id}, 20):
        if any(a.user.id == tx.actor.id and a.decided_at is None for a in sent.to):
            submissions.decide_in(tx, sent, answer)
        tasks.close(tx, sent.id)


def _in(tx: Tx, id: Id, revision: int, *states: ReviewState) -> ManagementReview:
    pack = tx.get(ManagementReview, id, revision)
    if pack.status not in states:
        raise RuleBroken("management_review.stands_elsewhere", status=pack.status)
    return pack


__all__ = ["SECTIONS", "decide", "make", "read", "send", "write"]
