"""Proving anew who sits there, on an open page: the password, or the code of whom the institution's service let in."""

from __future__ import annotations

from pathlib import Path

from core import proofs
from core.db.store import Row, office_errors
from core.desk import Desk
from core.users import idle, second
from core.users.sessions import note
from schemas.user import User


def by(desk: Desk) -> str:
    """What is asked of this user: «password», «code», or «» where there is nothing to ask."""
    return proofs.by(desk.store, desk.actor, str(_session(desk).get("by")))


def prove(desk: Desk, typed: str, folder: Path) -> None:
    """Take the proof; the acts of this session that ask one (proofs.ASKED) go on for their minutes.

    folder: of the keys. Raises RuleBroken `signin.lock.wrong`, `signin.second.wrong`, `signin.wait`.
    """
    user, session, now = desk.store.load(User, desk.actor.id), _session(desk), desk.now()
    if by(desk) == "password":
        idle.unlock(desk.store, user, session, typed, now, "proved")
        return
    where = (session.get("address", ""), session.get("agent", ""))
    second.prove(desk.store, user, typed, folder, *where, now)
    with office_errors():
        desk.store.side("sessions").update_one({"_id": desk.actor.session}, {"$set": {"proved": now}})
    note(desk.store, user, "proved", *where, now)


def _session(desk: Desk) -> Row:
    return desk.store.one("sessions", {"_id": desk.actor.session}) or {}
