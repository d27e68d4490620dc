"""Another person approves what was decided: results are recorded, the difference is registered, the version before it
gives way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core import four_eyes, merged, scheduler
from core.calendar.acts import need_basis
from core.db.codec import plain
from core.desk import Desk, Why
from core.differences import planning
from core.differences.comparing import Compared, in_act, scale_of
from core.differences.recording import new_results, record
from core.differences.steps import place_of, study_of
from core.errors import Problem, Problems, RuleBroken
from core.i18n import date_short
from core.registration.refusing import attempted
from core.tx import Tx
from schemas.base import Basis, Id
from schemas.difference import STANDING, Decision, Difference, DifferenceStatus
from schemas.planned import Planned

EDIT, APPROVE = "difference.edit", "difference.approve"


def approve(
    desk: Desk, id: Id, revision: int, why: Why, forced: Mapping[str, str] | None = None
) -> Difference:  # fmt: skip
    """Approve what was decided, by another person than all who wrote in it; the version before is replaced.

    What is recognised from elsewhere becomes results of the student by the commission's protocol (the basis is needed
    where there is any). Where the card stands as decided (status, curriculum, year of study), the difference is
    registered in the study plan at once; else it waits for its order (`enter`). forced: {check: reason} of the
    registration, needs plan.override. Raises RuleBroken, Problems, NotRegistered with every check that refuses.
    """

    def work(tx: Tx) -> Difference:
        doc = tx.get(Difference, id, revision)
        if doc.status is not DifferenceStatus.decided:
            raise RuleBroken("difference.not_decided", state=doc.status)
        for hand in sorted({*doc.drawn, *([doc.decided_by.id] if doc.decided_by else [])}):
            four_eyes.check(tx, "difference.approve", hand)
        who, of = merged.whose(tx.session, doc.student.id, doc.study)
        by = in_act(tx, who, of, doc)
        _still_there(doc, by)
        if new_results(doc, by):
            need_basis(why)
        if why.basis and why.basis.day:
            if why.basis.day > tx.today:
                raise Problems([Problem("basis.day", "mobility.protocol_ahead")])
            said = f"{why.basis.kind} № {why.basis.number}, {date_short(why.basis.day)}"
            doc.protocol, doc.protocol_day = said[:200], why.basis.day
        record(tx, doc, who, of, by, scale_of(tx.session, doc))
        _replaced(tx, doc, who, of)
        doc.status, doc.approved_by, doc.approved_at = DifferenceStatus.approved, tx.who(), tx.now
        planning.enter_step(tx, doc, who, of, forced or {})
        return tx.save(doc)

    given = {"id": id, "revision": revision, "forced": dict(forced or {})}
    return attempted(desk, "difference.approve", work, why, APPROVE, given)


def enter(
    desk: Desk, id: Id, revision: int, why: Why, forced: Mapping[str, str] | None = None
) -> Difference:  # fmt: skip
    """Register an approved difference in the study plan once the order has been carried out. Raises RuleBroken with
    what it still waits for, NotRegistered."""

    def work(tx: Tx) -> Difference:
        doc = tx.get(Difference, id, revision)
        if doc.status is not DifferenceStatus.approved:
            raise RuleBroken("difference.not_approved", state=doc.status)
        _enter(tx, doc, forced or {})
        if doc.waits:
            raise RuleBroken(doc.waits)
        return tx.save(doc)

    right = APPROVE if desk.may(APPROVE) else EDIT
    given = {"id": id, "revision": revision, "forced": dict(forced or {})}
    return attempted(desk, "difference.enter", work, why, right, given)


def _enter(tx: Tx, doc: Difference, forced: Mapping[str, str]) -> None:
    who, of = merged.whose(tx.session, doc.student.id, doc.study)
    _, found = study_of(tx, who, of)
    fresh = Difference.model_validate({**plain(doc), **place_of(found)})
    doc.group, doc.faculty, doc.department = fresh.group, fresh.faculty, fresh.department
    planning.enter_step(tx, doc, who, of, forced)


def after_order(tx: Tx, studies: Iterable[Id], basis: Basis) -> None:
    """An order moved these studies: what was approved and waited for it is registered in an act of its own, so that a
    check that refuses a discipline does not stop the order; the head is told of it then (core.scheduler)."""
    for doc in tx.find(Difference, {"study": {"$in": sorted(studies)}, "status": DifferenceStatus.approved.value}):
        scheduler.plan(tx, tx.today, "difference.enter", doc, basis=basis)


def carry_out(tx: Tx, planned: Planned) -> Difference:
    """Register what waited for an order; where it waits for something else still, that is said in it."""
    doc = tx.get(Difference, planned.subject.id, scoped=False)
    if doc.status is DifferenceStatus.approved:
        _enter(tx, doc, {})
    return tx.save(doc)


# steps -----------------------------------------------------------------------------------------------------------


def _still_there(doc: Difference, by: Compared) -> None:
    """RuleBroken where a result that was recognised is no longer what it was when it was decided."""
    now = {s.id: s for s in by.sources}
    for x in doc.of(Decision.recognised):
        held = now.get(x.match.result) if x.match else None
        if x.match is None or held is None or held.credits < x.match.taken or held.letter != x.match.letter:
            raise RuleBroken("difference.changed_since", discipline=x.discipline.label)


def _replaced(tx: Tx, doc: Difference, who: Id, of: Id) -> None:
    """The versions that stood give way; of their lines what is asked no more leaves the study plan."""
    where = {"study": {"$in": sorted({of, doc.study})}, "status": {"$in": [s.value for s in STANDING]}}
    for old in tx.find(Difference, where, 20):
        planning.leave_step(tx, old, doc, who, of)
        old.status = DifferenceStatus.replaced
        tx.save(old)


__all__ = ["approve", "enter"]
