"""Sign-in sessions: the browser holds a random token, the database only its hash and an end date."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from core import access, proofs
from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.desk import Desk, Why
from core.errors import NotFound, RuleBroken
from core.tx import Tx
from core.users import passwords, throttle
from core.users.acting import actor_of
from schemas.base import Id, new_id
from schemas.user import User


def cookie_name(https: bool) -> str:
    """The cookie's name; over TLS one that browsers take from this host alone and over nothing less (`__Host-`)."""
    return "__Host-office" if https else "office"


TOKEN = cookie_name(os.environ.get("OFFICE_HTTPS") == "1")
FREE_BY_LOGIN, FREE_BY_ADDRESS = 5, 30  # an office sits behind one address, so an address gets more
SEEN_EVERY = timedelta(minutes=5)


class Signed(NamedTuple):
    """Who is signed in (user) and by which session (its row: user, at, seen, address, agent, expires)."""

    user: User
    session: Row

    @property
    def actor(self) -> access.Actor:
        """The user as one who works."""
        return replace(actor_of(self.user), session=self.session["_id"])

    @property
    def must_change(self) -> bool:
        """Must he change a first password now? Not where the institution's service vouched for him."""
        return self.user.must_change and self.session.get("by") != "service"


def lifetime() -> timedelta:
    """How long a session lives from sign-in on: a working day, or OFFICE_SESSION_HOURS."""
    return timedelta(hours=float(os.environ.get("OFFICE_SESSION_HOURS", "12")))


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def proved(store: Store, login: str, password: str, address: str, agent: str = "", now: datetime | None = None) -> User:
    """Whose name and password these are; whether a second proof is asked beside them says `second.wanted`.

    Raises RuleBroken: `signin.wrong` (the same for a wrong name, a wrong password and a closed account),
    `signin.wait` with minutes after too many wrong tries, `signin.first_old` for a first password that was not changed
    in time.
    """
    now = instant(now or datetime.now(UTC))
    login = login.strip().casefold()[:60]
    where = f"address:{throttle.network(address)}"
    throttle.take(store, where, FREE_BY_ADDRESS, now)
    row = store.one("users", {"login": login})
    user = User.model_validate(row) if row else None
    try:
        throttle.take(store, f"login:{login}", FREE_BY_LOGIN, now)
    except RuleBroken:
        note(store, user, "refused", address, agent, now)
        raise
    if not passwords.right_for(store, user if user and user.active else None, password) or user is None:
        note(store, user, "wrong", address, agent, now)
        raise RuleBroken("signin.wrong")
    throttle.forget(store, f"login:{login}")
    throttle.give_back(store, where)
    if passwords.outdated(store, user, now):
        note(store, user, "first_old", address, agent, now)
        raise RuleBroken("signin.first_old", days=passwords.FIRST_LIVES.days)
    return user


def sign_in(store: Store, login: str, password: str, address: str, agent: str = "", now: datetime | None = None) -> str:
    """Open a session with name and password alone, as `proved` refuses; the token for the cookie.

    Raises RuleBroken `signin.second.needed` where the account asks a second proof: only the door can take that.
    """
    user = proved(store, login, password, address, agent, now)
    if user.second_factor:
        raise RuleBroken("signin.second.needed")
    return begin(store, user, address, agent, now)


def begin(
    store: Store, user: User, address: str, agent: str = "", now: datetime | None = None, by: str = "password"
) -> str:
    """Open a session for one who has already proved who he is (password, or the institution's service)."""
    now = instant(now or datetime.now(UTC))
    token = secrets.token_urlsafe(32)
    with office_errors():
        store.side("sessions").insert_one({
            "_id": token_hash(token), "user": user.id, "at": now, "seen": now, "active": now, "address": address[:60],
            "agent": agent[:200], "expires": now + lifetime(),
            "by": by,
        })  # fmt: skip
    note(store, user, "signed_in", address, agent, now)
    return token


def resolve(store: Store, token: str | None, now: datetime | None = None) -> Signed | None:
    """Who holds this token now: None when there is none, it ended, was revoked, or the account is closed.

    Asked on every rerun and every request: two finds by _id, nothing cached.
    """
    if not token or len(token) > 200:
        return None
    now = now or datetime.now(UTC)
    # One that would outlive a sign-in of this moment was opened before the clock was set back.
    lives = {"$gt": now, "$lte": now + lifetime() + throttle.SKEW}
    session = store.one("sessions", {"_id": token_hash(token), "expires": lives})
    row = store.one("users", {"_id": session["user"], "active": True}) if session else None
    if session is None or row is None:
        return None
    if now - session["seen"] > SEEN_EVERY:
        with office_errors():
            store.side("sessions").update_one({"_id": session["_id"]}, {"$set": {"seen": instant(now)}})
    return Signed(User.model_validate(row), session)


def sign_out(store: Store, token: str | None) -> None:
    """End the session of this token; every tab of that browser falls at its next click."""
    if token:
        with office_errors():
            gone = store.side("sessions").find_one_and_delete({"_id": token_hash(token)})
        if gone:
            noted(store, gone, "signed_out", instant(datetime.now(UTC)))


def end_all(tx: Tx, user_id: Id) -> int:
    """End every session of a user inside an act that changes what he may do or how he signs in."""
    login = (tx.session.one("users", {"_id": user_id}, {"login": 1}) or {}).get("login", "")
    for row in tx.session.rows("sessions", {"user": user_id, "expires": {"$gt": tx.now}}):
        tx.keep("signins", line(login, user_id, "ended", row["address"], row["agent"], tx.now, tx.actor.name))
    return tx.session.update_many("sessions", {"user": user_id}, {"$set": {"expires": tx.now}})


def listed(desk: Desk, user_id: Id) -> list[Row]:
    """The open sessions of a user, newest first: one's own, or another's with the right to see accounts."""
    if user_id != desk.actor.id:
        access.require(desk.actor, "user.read")
    where = {"user": user_id, "expires": {"$gt": desk.now()}}
    return desk.store.rows("sessions", where, sort=[("at", -1)], limit=100)


def revoke(desk: Desk, user_id: Id, session_id: str | None = None, why: Why | None = None) -> int:
    """End one session of a user, or all of them (None); how many. Another's end by an act."""
    if user_id == desk.actor.id:
        where: dict[str, Any] = {"user": user_id} | ({"_id": session_id} if session_id else {})
        found = desk.store.rows("sessions", where | {"expires": {"$gt": desk.now()}})
        proofs.require(desk.store, desk.actor, "user.sessions", desk.now())
        with office_errors():
            deleted = desk.store.side("sessions").delete_many(where).deleted_count
        for row in found:
            noted(desk.store, row, "ended", desk.now(), desk.actor.name)
        return deleted
    ended = 0

    def work(tx: Tx) -> User:
        nonlocal ended
        user = tx.get(User, user_id)
        if session_id and tx.session.one("sessions", {"_id": session_id, "user": user_id}) is None:
            raise NotFound("errors.not_found", kind="sessions", id=session_id)
        where = {"user": user_id} | ({"_id": session_id} if session_id else {})
        for row in tx.session.rows("sessions", where | {"expires": {"$gt": tx.now}}):
            tx.keep("signins", line(user.login, user_id, "ended", row["address"], row["agent"], tx.now, tx.actor.name))
        ended = tx.session.update_many("sessions", where, {"$set": {"expires": tx.now}})
        return user

    desk.transact("user.sessions", work, why or Why())
    return ended


def line(login: str, user: Id | None, outcome: str, address: str, agent: str, at: datetime, by: str = "") -> Row:
    """A line of the list of sign-ins: signed_in, wrong, wrong_code, refused, locked, unlocked, signed_out, ended (by:
    who did)."""
    return {"_id": new_id(), "at": at, "login": login, "user": user, "outcome": outcome, "address": address[:60],
            "agent": agent[:200], **({"by": by} if by else {})}  # fmt: skip


def note(store: Store, user: User | None, outcome: str, address: str, agent: str, now: datetime) -> None:
    """Write a line of the list of sign-ins."""
    # What was typed as a name may be a password in the wrong box: an unknown one is not written down.
    with office_errors():
        row = line(user.login if user else "", user.id if user else None, outcome, address, agent, now)
        store.side("signins").insert_one(row)


def noted(store: Store, session: Row, outcome: str, now: datetime, by: str = "") -> None:
    """Write down what became of an open session."""
    login = (store.one("users", {"_id": session["user"]}, {"login": 1}) or {}).get("login", "")
    with office_errors():
        where = (session.get("address", ""), session.get("agent", ""))
        store.side("signins").insert_one(line(login, session["user"], outcome, *where, now, by))


__all__ = [
    "TOKEN", "Signed", "actor_of", "begin", "end_all", "lifetime", "line", "listed", "note", "noted", "proved",
    "resolve", "revoke", "sign_in", "sign_out", "token_hash",
]  # fmt: skip
