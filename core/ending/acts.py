"""Asking to end the work of the office: the three grounds, what is still open told by number, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core import access, approvals
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.closing import Closing, ClosingState, Ending, EndingGround, Left

RIGHT, READ = "office.end", "norm.read"
ROUTE, PAGE = "leadership_alone", "ending"
STUDYING = ["applicant", "active", "academic_leave"]
# What an office that ends its work should have finished: collection → what is still open in it.
OPEN: dict[str, Row] = {
    "students": {"hidden": None, "studies.status": {"$in": STUDYING}},
    "grade_sheets": {"status": {"$in": ["draft", "open", "filled", "signed"]}},
    "orders": {"status": {"$in": ["draft", "checked", "agreed", "signed"]}},
    "diplomas": {"status": {"$in": ["prepared", "registered", "printed"]}},
    "tasks": {"state": "open"},
}


def open_work(desk: Desk) -> list[Left]:
    """What is still open today: collections with how many, those with none left out."""
    access.require(desk.actor, READ)
    found = [Left(what=name, n=desk.store.count(name, where)) for name, where in OPEN.items()]
    return [x for x in found if x.n]


def ask(desk: Desk, values: Mapping[str, Any], why: Why) -> Closing:
    """Ask the leadership to end the work. What is still open stands in the record; nothing is stopped by it but the
    first ground, which speaks of students: while one studies, there are students.

    Raises Problems beside the fields, RuleBroken where one is asked for already.
    """

    left = open_work(desk)

    def work(tx: Tx) -> Closing:
        try:
            said = Ending.model_validate(dict(values))
        except ValidationError as e:
            raise Problems.of(e) from None
        if tx.find(Closing, {"status": ClosingState.asked.value}, 1):
            raise RuleBroken("ending.asked_already")
        if said.last < said.day:
            raise Problems([Problem("last", "ending.last_before_paper")])
        if said.ground is EndingGround.no_students and tx.session.one("students", OPEN["students"], {"_id": 1}):
            n = next(x.n for x in left if x.what == "students")
            raise Problems([Problem("ground", "ending.students_study", {"n": n})])
        made = Closing(_id=tx.new_id(), **said.model_dump(), left=left, by=tx.who())
        approvals.start(tx, ROUTE, made, PAGE, {})
        return tx.add(made, scoped=False)

    return desk.transact("office.ask_end", work, why, right=RIGHT, given=[dict(values)])


def agreed(tx: Tx, id: Id) -> None:
    """The leadership has decided so."""
    _decided(tx, id, ClosingState.decided)


def declined(tx: Tx, id: Id) -> None:
    """The leadership refuses it: the office works on."""
    _decided(tx, id, ClosingState.refused)


def _decided(tx: Tx, id: Id, state: ClosingState) -> None:
    held = tx.get(Closing, id, scoped=False)
    held.status = state
    tx.save(held)


def listed(desk: Desk) -> list[Closing]:
    """Every decision that was asked for, the newest first."""
    rows = desk.rows(Closing, READ, {}, sort=[("_id", -1)], limit=50)
    return [Closing.model_validate(r) for r in rows]


__all__ = ["OPEN", "agreed", "ask", "declined", "listed", "open_work"]
