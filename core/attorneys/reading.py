"""Looking at powers of attorney: which stand, which end soon, one's own."""

from __future__ import annotations

from datetime import date, timedelta

from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from schemas.attorney import Attorney, AttorneyState
from schemas.base import Id, Word

READ, HOLD = "attorney.read", "attorney.hold"
SIZE, SOON = 50, 14  # days before the last one in which it ends soon


class Standing(Word):
    """Where a power of attorney stands on a day."""

    coming = ("coming", "Күші әлі басталмаған", "Ещё не действует", "Not yet in force")
    stands = ("stands", "Күшінде", "Действует", "In force")
    soon = ("soon", "Мерзімі бітуге жақын", "Скоро истекает", "Ends soon")
    ended = ("ended", "Мерзімі бітті", "Истекла", "Ended")
    revoked = ("revoked", "Қайтарып алынды", "Отозвана", "Revoked")


def standing(of: Attorney, day: date) -> Standing:
    """How it stands on a day; one revoked from a later day stands until then."""
    if of.revoked_on and of.revoked_on <= day:
        return Standing.revoked
    if day < of.starts:
        return Standing.coming
    last = of.ends if of.revoked_on is None else of.revoked_on - timedelta(days=1)
    if day > last:
        return Standing.ended
    return Standing.soon if (last - day).days < SOON else Standing.stands


def get(desk: Desk, id: Id) -> Attorney:
    """One: any for who may see all, else the user's own. NotFound, Forbidden."""
    found = desk.get(Attorney, id, HOLD)
    if not desk.may(READ) and found.who.id != desk.actor.id:
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def listed(desk: Desk, over: bool = False, page: int = 0, size: int = SIZE) -> list[Attorney]:
    """A page of those that stand or will, or of all; the one that ends last first."""
    where: Row = {} if over else {"status": AttorneyState.given.value, "ends": {"$gte": desk.today().isoformat()}}
    rows = desk.rows(Attorney, READ, where, {"head": 0}, [("ends", -1)], size, page * size)
    return [Attorney.model_validate(r) for r in rows]


def mine(desk: Desk) -> list[Attorney]:
    """The user's own, the one that ends last first."""
    rows = desk.rows(Attorney, HOLD, {"who.id": desk.actor.id}, {"head": 0}, [("ends", -1)], SIZE)
    return [Attorney.model_validate(r) for r in rows]


def ending(desk: Desk) -> list[Attorney]:
    """Those that end soon, the nearest first."""
    today = desk.today()
    between = {"$gte": today.isoformat(), "$lt": (today + timedelta(days=SOON)).isoformat()}
    rows = desk.rows(Attorney, READ, {"status": AttorneyState.given.value, "ends": between}, None, [("ends", -1)], 100)
    found = [Attorney.model_validate(r) for r in rows]
    return sorted((a for a in found if a.starts <= today), key=lambda a: a.ends)


__all__ = ["READ", "SOON", "Standing", "ending", "get", "listed", "mine", "standing"]
