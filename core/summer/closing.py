"""A summer discipline with too few applications is closed: whoever applied chooses again (domain.md 8, «a group must be
viable»)."""

from __future__ import annotations

from collections.abc import Sequence

from core import access
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.registration.electives import closed_step
from core.tx import Tx
from schemas.base import Id
from schemas.elective import Elective


def close_few(desk: Desk, term: Id, disciplines: Sequence[Id], why: Why) -> int:
    """Close these disciplines in a summer term; how many applications are to be made again.

    As an elective is closed: registered ones leave the student's history by an event, advisers get a task, nobody can
    apply for it again. Raises Problems without a reason, RuleBroken for a closed term, for who sits in a section
    already, for what was closed before and where nobody applied.
    """
    if not why.reason.strip() and not why.code:
        raise Problems([Problem("reason", "errors.field.missing")])
    again = 0

    def work(tx: Tx) -> Elective:
        nonlocal again
        seated = {"term.id": term, "discipline.id": {"$in": list(disciplines)}, "members.0": {"$exists": True}}
        if tx.session.one("sections", seated, {"_id": 1}):
            raise RuleBroken("summer.sits_already")
        done = [closed_step(tx, term, d, why.reason) for d in disciplines]
        again = sum(n for _, n in done)
        if not again:
            raise RuleBroken("summer.nobody_applied")
        return done[0][0]

    desk.transact(
        "summer.close", work, why, right="plan.approve", given={"term": term, "disciplines": list(disciplines)}
    )
    return again


def closed_in(desk: Desk, term: Id) -> frozenset[Id]:
    """Disciplines that are not taught in this term, for they were closed."""
    access.require(desk.actor, "plan.read")
    rows = desk.store.rows(Elective.collection, {"term.id": term, "closed": {"$ne": None}}, {"discipline.id": 1})
    return frozenset(r["discipline"]["id"] for r in rows)
