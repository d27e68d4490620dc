"""A person declares his interests, or that he has none; what he signs is frozen, the next one takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core import tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.declaration import Concerned, Declaration, DeclarationState, Interest
from schemas.student import Name

PAGE = "declarations"
MAKE = "declaration.make"


def due_of(user: Id, year: int) -> Id:
    """What the task that asks somebody to declare for a year is about."""
    return f"declaration:{year}:{user}"


def declare(desk: Desk, values: Mapping[str, Any], why: Why) -> Declaration:
    """Sign one's own declaration for this year: {none, interests}; the one before is replaced by it.

    Raises Problems: neither interests nor «none», both, a row that says nobody (`interests`, by its row).
    """

    def work(tx: Tx) -> Declaration:
        row = tx.session.one("users", {"_id": tx.actor.id}, {"person": 1, "post": 1}) or {}
        try:
            made = Declaration.model_validate({
                "_id": tx.new_id(), "number": "-", "year": tx.today.year, "none": bool(values.get("none")),
                "user": Ref(id=tx.actor.id, label=Text(kk=tx.actor.name)), "person": row.get("person"),
                "post": row.get("post") or tx.actor.role.label("kk"), "signed_at": tx.now,
                "interests": [_row(r) for r in values.get("interests") or ()],
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        wrong = _whole(made)
        wrong += [p for n, one in enumerate(made.interests) if (p := _known(tx, one, n))]
        if wrong:
            raise Problems(wrong)
        made.number = f"{made.year}-{tx.number(f'declaration:{made.year}'):04d}"
        for before in tx.find(Declaration, {"user.id": tx.actor.id, "status": DeclarationState.signed.value}):
            before.status, before.next = DeclarationState.replaced, made.ref()
            tx.save(before)
        tasks.close(tx, due_of(tx.actor.id, made.year))
        return tx.add(made)

    return desk.transact("declaration.sign", work, why, MAKE, plain(dict(values)))


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v not in (None, "") and k != "student"}


def _whole(made: Declaration) -> list[Problem]:
    if made.none and made.interests:
        return [Problem("none", "declarations.both")]
    return [] if made.none or made.interests else [Problem("none", "declarations.neither")]


def _known(tx: Tx, one: Interest, n: int) -> Problem | None:
    """Find the record a row speaks of; what is wrong with it, None when nothing."""
    if one.whom in (Concerned.student, Concerned.applicant):
        found = tx.session.one("students", {"number": one.number}, {"name": 1, "merged": 1}) if one.number else None
        if found is None:
            return Problem("interests", "declarations.no_student", {"number": one.number or "—"}, n)
        one.student = Ref(id=found["_id"], label=Name.model_validate(found["name"]).text())
        one.person, one.name = None, ""
    elif one.whom is Concerned.teacher and one.person is None:
        return Problem("interests", "declarations.no_person", row=n)
    elif one.whom is Concerned.firm and not one.name:
        return Problem("interests", "declarations.no_name", row=n)
    return None


__all__ = ["MAKE", "PAGE", "declare", "due_of"]
