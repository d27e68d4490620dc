"""Looking at trainings: all of them, one's own, who has not been to those that are due of everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import access
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.integrity import Reader, staff
from schemas.base import Id
from schemas.training import Training, TrainingSort, TrainingState
from schemas.words import Role

READ, SIGN = "training.read", "training.sign"
SIZE, MOST = 50, 2000


@dataclass(frozen=True)
class Missing:
    """Somebody who has no training of a sort that still holds; last: until when his last one held."""

    user: Id
    name: str
    role: Role
    post: str
    last: date | None


def get(desk: Desk, id: Id) -> Training:
    """A training: any for who keeps them, else one to which the user was called. NotFound, Forbidden."""
    found = desk.get(Training, id, SIGN)
    if not desk.may(READ) and not any(p.user.id == desk.actor.id for p in found.people):
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def listed(desk: Desk, sort: str = "", state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of all trainings, the newest first, with how many were called and how many signed."""
    where: Row = {k: v for k, v in (("sort", sort), ("status", state)) if v}
    rows = desk.rows(Training, READ, where, {"head": 0}, [("day", -1)], size, page * size)
    return [_counted(r) for r in rows]


def _counted(row: Row) -> Row:
    people = row["people"]
    signed = sum(p.get("signed_at") is not None for p in people)
    return {**row, "called": len(people), "signed": signed}


def mine(desk: Desk, most: int = 50) -> list[Row]:
    """The trainings to which this user was called, the newest first; with `my`: his own row."""
    where = {"people.user.id": desk.actor.id, "status": {"$ne": TrainingState.cancelled.value}}
    rows = desk.rows(Training, SIGN, where, {"head": 0}, [("day", -1)], most)
    return [{**_counted(r), "my": next(p for p in r["people"] if p["user"]["id"] == desk.actor.id)} for r in rows]


def to_sign(desk: Desk) -> list[Row]:
    """Of them those that wait for his signature today."""
    today = desk.today().isoformat()
    return [
        r for r in mine(desk)
        if r["status"] == TrainingState.open.value and r["my"].get("signed_at") is None and r["day"] <= today
    ]  # fmt: skip


def held(reader: Reader, sort: TrainingSort) -> dict[Id, date]:
    """Until when the newest training of a sort holds for each who signed one."""
    where = {"sort": sort.value, "status": {"$ne": TrainingState.cancelled.value}}
    found: dict[Id, date] = {}
    for row in reader.rows("trainings", where, {"until": 1, "people": 1}):
        until = date.fromisoformat(row["until"])
        for one in row["people"]:
            id = one["user"]["id"]
            if one.get("signed_at") is not None and until > found.get(id, date.min):
                found[id] = until
    return found


def lacking(people: Iterable[Row], held: dict[Id, date], day: date) -> list[Missing]:
    """Of these people those for whom no training holds on a day."""
    return [
        Missing(r["_id"], r["name"], Role(r["role"]), r.get("post") or "", held.get(r["_id"]))
        for r in people if held.get(r["_id"], date.min) < day
    ]  # fmt: skip


def missing(desk: Desk, sort: TrainingSort, day: date | None = None) -> list[Missing]:
    """Who has no training of a sort that holds today, by name. Forbidden without the right to see all."""
    access.require(desk.actor, READ)
    return lacking(staff(desk.store), held(desk.store, sort), day or desk.today())


__all__ = ["Missing", "get", "held", "lacking", "listed", "mine", "missing", "staff", "to_sign"]
