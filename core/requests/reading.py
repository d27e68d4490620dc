"""Looking at letters: the views of the register, one letter with what belongs to it, the log of what was sent."""

from __future__ import annotations

from typing import Any

from core import access, references, tasks
from core.db.store import Row
from core.desk import Desk, both
from core.errors import Forbidden
from core.requests.clock import RUNNING
from schemas.base import Id
from schemas.letter import Dispatch, Letter, LetterDirection

READ, WORK = "letter.read", "letter.work"
VIEWS = ("mine", "waiting", "late", "incoming", "outgoing", "internal")
OPEN = [s.value for s in RUNNING]


def views(desk: Desk) -> tuple[str, ...]:
    """What of the register this user may look at: his own letters, or all."""
    return VIEWS if desk.may(READ) else ("mine",)


def where_of(desk: Desk, view: str) -> Row:
    """What a view shows."""
    today = desk.today().isoformat()
    if view == "mine":
        seats = [s.actor.id for s in tasks.seats(desk.store, desk.actor, desk.today())]
        return {"responsible.id": {"$in": seats}}
    access.require(desk.actor, READ)
    if view == "waiting":
        return {"status": {"$in": OPEN}, "due": {"$type": "string"}}
    if view == "late":
        return {"status": {"$in": OPEN}, "due": {"$type": "string", "$lt": today}}
    return {"direction": LetterDirection(view).value}


def listed(
    desk: Desk, view: str, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "day",
    descending: bool = False, page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of a view. Sorted by day the newest come first, by deadline what is due first."""
    where = both(where_of(desk, view), references.condition(Letter, text, chosen or {}, desk.actor.role))
    down = descending if sort == "due" else not descending
    order = references.ordered(Letter, desk.actor.role, sort, down)
    order = [*order[:-1], ("_id", -1 if down else 1)]
    return desk.rows(Letter, WORK, where, {"text": 0, "printed": 0, "head": 0}, order, size, page * size)


def count(desk: Desk, view: str, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many a view holds."""
    return desk.count(
        Letter, WORK, both(where_of(desk, view), references.condition(Letter, text, chosen or {}, desk.actor.role))
    )


def counts(desk: Desk) -> dict[str, int]:
    """How many wait for this user, wait at all, are late."""
    open_ = {"status": {"$in": OPEN}}
    found = {"mine": desk.count(Letter, WORK, where_of(desk, "mine") | open_)}
    if desk.may(READ):
        found |= {view: count(desk, view) for view in ("waiting", "late")}
    return found


def get(desk: Desk, id: Id) -> Letter:
    """One letter: any for who reads the register, else one that was given to the user or that he wrote.

    Raises NotFound, Forbidden.
    """
    found = desk.get(Letter, id, WORK)
    if not desk.may(READ):
        own = {s.actor.id for s in tasks.seats(desk.store, desk.actor, desk.today())}
        if not own & ({found.responsible.id} if found.responsible else set()) and found.by.id not in own:
            raise Forbidden("errors.out_of_scope", right=READ)
    return found


def linked(desk: Desk, letter: Letter) -> list[Letter]:
    """The letters that answer it and the one it answers, as they stand; of those this user may see."""
    ids = [r.letter.id for r in letter.replies] + ([letter.answers.id] if letter.answers else [])
    rows = desk.rows(Letter, WORK, {"_id": {"$in": ids}}, {"head": 0}, [("_id", 1)], 50) if ids else []
    return [Letter.model_validate(r) for r in rows]


def sent(desk: Desk, letter: Id) -> list[Dispatch]:
    """The lines of the log about one letter, in their order; who may see the letter was asked before."""
    rows = desk.rows(Dispatch, WORK, {"letter.id": letter}, {"head": 0}, [("at", 1)], 100)
    return [Dispatch.model_validate(r) for r in rows]


def log(desk: Desk, text: str = "", page: int = 0, size: int = 50) -> list[Row]:
    """A page of all that was sent, the newest first."""
    where = references.condition(Dispatch, text, {}, desk.actor.role)
    return desk.rows(Dispatch, READ, where, {"head": 0}, [("at", -1)], size, page * size)


def log_count(desk: Desk, text: str = "") -> int:
    """How many lines the log holds."""
    return desk.count(Dispatch, READ, references.condition(Dispatch, text, {}, desk.actor.role))


def years(desk: Desk) -> list[int]:
    """The years that have letters, the newest first; this year always."""
    rows = desk.store.rows("letters", {}, {"year": 1}, [("day", 1)], 1)
    first = int(rows[0]["year"]) if rows else desk.today().year
    return list(range(desk.today().year, first - 1, -1))


__all__ = [
    "READ", "VIEWS", "WORK", "count", "counts", "get", "linked", "listed", "log", "log_count", "sent", "views",
    "where_of", "years",
]  # fmt: skip
