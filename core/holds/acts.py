"""Putting and lifting holds. Who may is said by the kind of hold; a hold is lifted with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import house
from core.access import Actor
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.hold import Hold, Signed
from schemas.kinds import HoldKind, Kind, Sort
from schemas.student import Name
from schemas.words import Role

MOST = 500  # students in one act


@dataclass(frozen=True)
class Wanted:
    """One hold to be put: on whom, and what is his own beside what is said for all of a list."""

    student: Id
    reason: str = ""
    amount: str = ""


def may_handle(actor: Actor, kind: Kind) -> bool:
    """May this user put and lift holds of this kind?

    Who belongs to its unit may, and who has one of its roles; but where a unit is named, the role «service», which the
    library and the dormitory share, is not enough.
    """
    body = kind.as_body(HoldKind)
    if body.unit and body.unit.id in actor.assigned.get("department", ()):
        return True
    return actor.role in body.roles and not (body.unit and actor.role is Role.service)


def put(
    desk: Desk, student: Id, kind: str, why: Why, reason: str = "", amount: str = "", due: date | None = None
) -> Hold:  # fmt: skip
    """Put a hold on a student. reason: what he is held for (else that of `why`).

    Raises Problems (no reason; such a hold stands already), Forbidden (not his kind of hold, a student out of scope),
    NotFound.
    """
    return put_many(desk, [Wanted(student, reason, amount)], kind, why, due)


def put_many(desk: Desk, wanted: Sequence[Wanted], kind: str, why: Why, due: date | None = None) -> Hold:
    """Put holds of one kind on many students in one act: all or none; the last one is its subject.

    Raises Problems with the row of each student on whom it can't be put.
    """
    if not wanted:
        raise Problems([Problem("students", "holds.nobody")])
    if len(wanted) > MOST:
        raise Problems([Problem("students", "holds.too_many", {"n": len(wanted), "most": MOST})])

    def work(tx: Tx) -> Hold:
        found = _handled(tx, kind)
        tx.students([w.student for w in wanted])
        standing = {h.student.id for h in tx.find(Hold, {
            "student.id": {"$in": [w.student for w in wanted]}, "active": True, "kind.id": kind})}  # fmt: skip
        problems: list[Problem] = []
        made: list[Hold] = []
        for n, one in enumerate(wanted):
            row = tx.student(one.student)
            if one.student in standing:
                values = {"student": Name.model_validate(row["name"]).text(), "kind": found.name}
                problems.append(Problem("students", "holds.stands", values, row=n))
                continue
            standing.add(one.student)
            hold = _made(tx, one, row, found, one.reason.strip() or why.reason.strip(), due, n)
            problems += hold if isinstance(hold, list) else []
            made += [hold] if isinstance(hold, Hold) else []
        if problems:
            raise Problems(problems)
        return [tx.add(h, scoped=False) for h in made][-1]

    return desk.transact("hold.put", work, why, given=[[[w.student, w.reason, w.amount] for w in wanted], kind, due])


def _handled(tx: Tx, code: str) -> Kind:
    kind = tx.kind(Sort.hold, code)
    if not may_handle(tx.actor, kind):
        raise Forbidden("holds.not_yours", kind=kind.name)
    return kind


def _made(tx: Tx, one: Wanted, row: Row, kind: Kind, reason: str, due: date | None, n: int) -> Hold | list[Problem]:
    if not reason:
        return [Problem("reason", "errors.reason_missing", row=n)]
    student = Ref(id=one.student, label=Name.model_validate(row["name"]).text())
    try:
        return Hold(
            _id=tx.new_id(), student=student, number=row["number"], **places(row),
            kind=Ref(id=kind.code, label=kind.name), reason=reason, amount=one.amount, due=due,
            put=Signed(at=tx.now, by=tx.actor.id, name=tx.actor.name),
        )  # fmt: skip
    except ValidationError as e:
        return [Problem(p.field, p.key, p.values, row=n) for p in Problems.of(e).problems]


def places(row: Row) -> dict[str, Any]:
    """Where a student studies, for rights and lists: faculties, departments and groups of the studies, each once."""
    found: dict[str, dict[Id, Ref]] = {"faculties": {}, "departments": {}}
    for study in row["studies"]:
        for word, into in (("faculty", "faculties"), ("department", "departments")):
            if study.get(word):
                ref = Ref.model_validate(study[word])
                found[into][ref.id] = ref
    kept: dict[str, Any] = {word: list(refs.values()) for word, refs in found.items()}
    return kept | {"groups": sorted({s["group"] for s in row["studies"] if s.get("group")})}


def lift(desk: Desk, id: Id, revision: int, why: Why) -> Hold:
    """Lift a hold: he has settled, or it was put by mistake. Raises Problems (no reason), Forbidden, RuleBroken
    (lifted already), StaleRevision."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Hold:
        hold = tx.get(Hold, id, revision, scoped=False)
        tx.student(hold.student.id)  # the scope is the student's of today, not of the day it was put
        if not hold.active:
            raise RuleBroken("holds.lifted_already", name=hold.lifted.name if hold.lifted else "")
        _may_lift(tx, hold)
        hold.lifted = Signed(at=tx.now, by=tx.actor.id, name=tx.actor.name, reason=why.reason.strip())
        hold.active = False
        return tx.save(hold)

    return desk.transact("hold.lift", work, why, given=[id, revision])


def _may_lift(tx: Tx, hold: Hold) -> None:
    # A retired kind is offered no more, yet its holds must be lifted.
    kinds = house.in_force(tx.session.rows("kinds", {"sort": "hold", "code": hold.kind.id}), tx.today)
    if not kinds or not may_handle(tx.actor, kinds[0]):
        raise Forbidden("holds.not_yours", kind=hold.kind.label)


__all__ = ["MOST", "Wanted", "lift", "may_handle", "places", "put", "put_many"]
