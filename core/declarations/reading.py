"""Looking at declarations: one's own; all of them (the head, the auditor); who has not declared for a year."""

from __future__ import annotations

from dataclasses import dataclass

from core import access
from core.db.store import Row
from core.declarations.acts import MAKE
from core.desk import Desk
from core.integrity import staff
from schemas.base import Id
from schemas.declaration import Declaration, DeclarationState
from schemas.words import Role

READ = "declaration.read"
SIZE = 50


@dataclass(frozen=True)
class Undeclared:
    """Somebody with an open account who has not declared for a year."""

    user: Id
    name: str
    role: Role
    post: str


def get(desk: Desk, id: Id) -> Declaration:
    """A declaration: one's own, any for who reads them. NotFound, Forbidden."""
    found = desk.get(Declaration, id, MAKE)
    if found.user.id != desk.actor.id:
        access.require(desk.actor, READ)
    return found


def mine(desk: Desk, most: int = 20) -> list[Declaration]:
    """One's own, the newest first."""
    rows = desk.rows(Declaration, MAKE, {"user.id": desk.actor.id}, {"head": 0}, [("signed_at", -1), ("_id", -1)], most)
    return [Declaration.model_validate(r) for r in rows]


def standing(desk: Desk) -> Declaration | None:
    """The one of this user that stands, of whichever year."""
    return next((d for d in mine(desk) if d.status is DeclarationState.signed), None)


def listed(desk: Desk, year: int | None = None, state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of all declarations, the newest first."""
    where: Row = ({"year": year} if year else {}) | ({"status": state} if state else {})
    rows = desk.rows(Declaration, READ, where, {"head": 0}, [("signed_at", -1)], size, page * size)
    return [{**r, "n": len(r["interests"])} for r in rows]


def missing(desk: Desk, year: int) -> list[Undeclared]:
    """Who has not declared for a year, by name. Forbidden without the right to read all."""
    access.require(desk.actor, READ)
    done = declared(desk, year)
    return [
        Undeclared(r["_id"], r["name"], Role(r["role"]), r.get("post") or "")
        for r in staff(desk.store) if r["_id"] not in done
    ]  # fmt: skip


def declared(desk: Desk, year: int) -> set[Id]:
    """The users who have declared for a year."""
    return {r["user"]["id"] for r in desk.store.rows("declarations", {"year": year}, {"user.id": 1})}


__all__ = ["READ", "Undeclared", "declared", "get", "listed", "mine", "missing", "standing"]
