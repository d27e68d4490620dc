"""Looking at requests of data: all of them, those to one's own units, what is owed and late by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import access
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.i18n import order_key
from core.units.people import mine as own_units
from schemas.base import Id, Ref
from schemas.data_request import OWED, AnswerState, DataRequest, UnitAnswer
from schemas.reference import Department

READ, MINE = "data_request.read", "data_request.answer"
SIZE, MOST = 50, 1000
OWED_VALUES = [s.value for s in OWED]


@dataclass(frozen=True)
class Owing:
    """A unit that is late with answers: how many, and by how many days the oldest of them."""

    unit: Ref
    late: int
    days: int
    rows: tuple[UnitAnswer, ...]


def get(desk: Desk, id: Id) -> DataRequest:
    """A request: any for the office, else one sent to a unit of the user. NotFound, Forbidden."""
    found = desk.get(DataRequest, id, MINE)
    if not desk.may(READ) and not _asked(desk, id):
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def _asked(desk: Desk, request: Id) -> bool:
    where = {"request.id": request, "unit.id": {"$in": own_units(desk)}}
    return desk.store.one("data_answers", where, {"_id": 1}) is not None


def get_answer(desk: Desk, id: Id) -> UnitAnswer:
    """One unit's row: any for the office, else of a unit of the user. NotFound, Forbidden."""
    found = desk.get(UnitAnswer, id, MINE)
    if not desk.may(READ) and not may_answer(desk, found):
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def may_answer(desk: Desk, row: UnitAnswer) -> bool:
    """Is it this user's unit, or that of somebody whose deputy he is?"""
    return row.unit.id in own_units(desk)


def listed(desk: Desk, state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of requests, the newest first, each with its counts: units asked, answers given, accepted, late."""
    where: Row = {"status": state} if state else {}
    rows = desk.rows(DataRequest, READ, where, {"head": 0}, [("sent_at", -1)], size, page * size)
    answers = desk.store.rows("data_answers", {"request.id": {"$in": [r["_id"] for r in rows]}},
                              {"request.id": 1, "status": 1, "due": 1}, limit=size * 100)  # fmt: skip
    today = desk.today().isoformat()
    for row in rows:
        own = [a for a in answers if a["request"]["id"] == row["_id"]]
        given = (AnswerState.answered.value, AnswerState.accepted.value)
        row["units"], row["given"] = len(own), sum(a["status"] in given for a in own)
        row["accepted"] = sum(a["status"] == AnswerState.accepted.value for a in own)
        row["late"] = sum(a["status"] in OWED_VALUES and a["due"] < today for a in own)
    return rows


def answers_of(desk: Desk, request: Id) -> list[UnitAnswer]:
    """The rows of a request that the user may see, by the name of the unit."""
    get(desk, request)
    where: Row = {"request.id": request}
    if not desk.may(READ):
        where["unit.id"] = {"$in": own_units(desk)}
    rows = desk.store.rows("data_answers", where, limit=MOST)
    found = [UnitAnswer.model_validate(r) for r in rows]
    return sorted(found, key=lambda a: order_key(a.unit.label.kk))


def mine(desk: Desk, most: int = 50) -> list[UnitAnswer]:
    """The rows of one's own units, what is owed first, then the newest."""
    rows = desk.store.rows("data_answers", {"unit.id": {"$in": own_units(desk)}}, sort=[("due", -1)], limit=most)
    return sorted((UnitAnswer.model_validate(r) for r in rows), key=lambda a: not a.owed)


def owed_by(desk: Desk, units: Iterable[Id]) -> list[UnitAnswer]:
    """What units owe today, the oldest first: for the page of a unit, which has asked whose it is."""
    where = {"unit.id": {"$in": list(units)}, "status": {"$in": OWED_VALUES}}
    return [UnitAnswer.model_validate(r) for r in desk.store.rows("data_answers", where, sort=[("due", 1)], limit=MOST)]


def to_decide(desk: Desk, most: int = 20) -> list[UnitAnswer]:
    """Answers that wait to be accepted or returned, the oldest first."""
    access.require(desk.actor, READ)
    where = {"status": AnswerState.answered.value}
    return [UnitAnswer.model_validate(r) for r in desk.store.rows("data_answers", where, sort=[("due", 1)], limit=most)]


def late_by_unit(desk: Desk) -> list[Owing]:
    """Units that are late today, the longest first. Forbidden without the right to see all."""
    access.require(desk.actor, READ)
    today = desk.today()
    where = {"status": {"$in": OWED_VALUES}, "due": {"$lt": today.isoformat()}}
    rows = [UnitAnswer.model_validate(r) for r in desk.store.rows("data_answers", where, sort=[("due", 1)], limit=MOST)]
    return grouped(rows, today)


def grouped(rows: Iterable[UnitAnswer], today: date) -> list[Owing]:
    """Late rows by unit, the unit that is late the longest first."""
    by: dict[Id, list[UnitAnswer]] = {}
    for row in rows:
        if row.owed and row.due < today:
            by.setdefault(row.unit.id, []).append(row)
    found = [Owing(own[0].unit, len(own), max((today - r.due).days for r in own), tuple(own)) for own in by.values()]
    return sorted(found, key=lambda o: (-o.days, -o.late, order_key(o.unit.label.kk)))


def units(desk: Desk) -> list[Department]:
    """The units to which a request may be sent today, in Kazakh order."""
    rows = desk.rows(Department, "reference.read", {"ends": None}, limit=MOST)
    found = [u for u in (Department.model_validate(r) for r in rows) if u.in_force(desk.today())]
    return sorted(found, key=lambda u: order_key(u.name.kk))


__all__ = [
    "MINE", "READ", "Owing", "answers_of", "get", "get_answer", "grouped", "late_by_unit", "listed", "may_answer",
    "mine", "owed_by", "to_decide", "units",
]  # fmt: skip
