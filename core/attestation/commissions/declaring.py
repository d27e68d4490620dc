"""Interests declared: by who sits, of himself; or entered by the office or the secretary on his word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.attestation import Commission, CommissionSeat, Conflict, ConflictKind
from schemas.attestation.commission import LIVE
from schemas.base import Id, Ref
from schemas.student import Name

RIGHT = "attestation.prepare"
ENTER = ("attestation.edit", "attestation.hear")  # who enters what others say of themselves


def declare(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Commission:
    """Declare an interest: {seat, student (id), kind, note}. Of oneself, or (the office, the secretary) of anybody who
    sits. Raises Problems beside the fields, Forbidden for another's seat, RuleBroken (declared already)."""

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        seat = next((s for s in commission.seats if s.id == values.get("seat")), None)
        student = str(values.get("student") or "")
        row = tx.session.one("students", {"_id": student}, {"name": 1}) if student else None
        wrong = [] if seat else [Problem("seat", "errors.field.missing")]
        wrong += [] if row else [Problem("student", "errors.field.missing")]
        if values.get("kind") == ConflictKind.own_student.value:
            wrong.append(Problem("kind", "commissions.own_is_found"))
        if values.get("kind") == ConflictKind.other.value and not str(values.get("note") or "").strip():
            wrong.append(Problem("note", "errors.field.missing"))
        if wrong or seat is None or row is None:
            raise Problems(wrong)
        himself = _allowed(tx, seat)
        if any(c.seat == seat.id and c.student and c.student.id == student for c in commission.conflicts):
            raise RuleBroken("commissions.declared_already", name=seat.called)
        try:
            made = Conflict.model_validate({
                "seat": seat.id, "student": Ref(id=student, label=Name.model_validate(row["name"]).text()),
                "kind": values.get("kind") or ConflictKind.relative, "note": values.get("note") or "",
                "declared": himself, "at": tx.now, "by": tx.actor.name,
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        commission.conflicts = [*commission.conflicts, made]
        return tx.save(commission)

    return desk.transact("attestation.declare", work, why, RIGHT, [id, revision, plain(dict(values))])


def take_back(desk: Desk, id: Id, revision: int, seat: Id, student: Id, why: Why) -> Commission:
    """An interest that was entered by mistake is taken out, with a reason; the trail keeps it."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        of = next((s for s in commission.seats if s.id == seat), None)
        left = [c for c in commission.conflicts if not (c.seat == seat and c.student and c.student.id == student)]
        if of is None or len(left) == len(commission.conflicts):
            raise RuleBroken("commissions.not_declared")
        _allowed(tx, of)
        commission.conflicts = left
        return tx.save(commission)

    return desk.transact("attestation.undeclare", work, why, RIGHT, [id, revision, seat, student])


def own_seats(desk: Desk, commission: Commission) -> list[CommissionSeat]:
    """The seats whose interests this user may enter: all of them for the office and the secretary, else his own."""
    if any(desk.may(right) for right in ENTER):
        return list(commission.seats)
    mine = desk.actor.assigned.get("teacher", ())
    return [s for s in commission.seats if s.person and s.person.id in mine]


def _allowed(tx: Tx, seat: CommissionSeat) -> bool:
    """Is it his own seat? Forbidden where it is another's and he is neither of the office nor the secretary."""
    himself = seat.person is not None and seat.person.id in tx.actor.assigned.get("teacher", ())
    if not himself and not any(tx.actor.may(right) for right in ENTER):
        raise Forbidden("commissions.not_your_seat")
    return himself


def _live(tx: Tx, id: Id, revision: int) -> Commission:
    commission = tx.get(Commission, id, revision)
    if commission.status not in LIVE:
        raise RuleBroken("commissions.over", status=commission.status)
    return commission


__all__ = ["ENTER", "declare", "own_seats", "take_back"]
