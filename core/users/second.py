"""The second factor: a telephone's code beside the password, for the roles the institution names (capability 111).

Between the two proofs the browser holds a *half*: a random token that opens nothing but the question for the code, kept
for ten minutes among the tries, so no backup has it. The secret stands closed (`locker`), recovery codes as salted
hashes; the account itself only says that there is one, and bears a seal of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from core import four_eyes, notices
from core.access import RIGHTS
from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.desk import Desk, Why
from core.errors import Duplicate, Problem, Problems, RuleBroken
from core.i18n import office_day
from core.tx import Tx
from core.users import locker, passwords, sessions, throttle, totp
from core.users.acting import actor_of
from core.users.rules import heads, other_than_oneself, reason
from schemas.base import Basis, Id
from schemas.user import User

# Roles that put a name under something: what every role may sign (a training) is no office's signature.
SIGNING = tuple(r for r, has in RIGHTS.items() if any(k.endswith(".sign") and k != "training.sign" for k in has))
PATIENCE, CODES, FREE = timedelta(minutes=10), 10, 5
GRACE = timedelta(days=7)  # a new office has so long to set telephones up
Wanted = Literal["", "code", "enrol"]
Then = Literal["", "enrol", "off"]  # what follows a right code beside coming in


@dataclass(frozen=True)
class Half:
    """One who gave the first proof: his account, and the row of the half (by, next, want, then, secret, expires)."""

    user: User
    row: Row

    @property
    def want(self) -> Wanted:
        """What is asked of him now."""
        found: Wanted = self.row["want"]
        return found


def required(store: Store, user: User, day: date) -> bool:
    """Must this user have a second factor on a day, by his own role or the one he carries out?"""
    said = _said(store)
    since = said.get("second_factor_from")
    if since and str(since)[:10] > day.isoformat():
        return False
    return bool({user.role.value, actor_of(user, day).role.value} & set(said.get("second_factor") or []))


def coming(store: Store, id: Id) -> date | None:
    """The day from which a user without a second factor will be asked for one (a past day: at his next sign-in)."""
    said = _said(store)
    roles = said.get("second_factor")
    of: Row = {"_id": id, "role": {"$in": roles}, "second_factor": {"$ne": True}}
    if not roles or store.one("users", of, {"_id": 1}) is None:
        return None
    since = said.get("second_factor_from")
    return date.fromisoformat(str(since)[:10]) if since else date.min


def _said(store: Store) -> Row:
    names = ("second_factor", "second_factor_from", "second_factor_service")
    return store.one("office", {}, dict.fromkeys(names, 1)) or {}


def wanted(store: Store, user: User, by: str, now: datetime) -> Wanted:
    """What is still asked of one who gave his password, or whom the institution's service vouched for (by: service)."""
    if by == "service" and not _said(store).get("second_factor_service"):
        return ""
    if user.second_factor:
        return "code"
    return "enrol" if required(store, user, office_day(now)) else ""


# the half -----------------------------------------------------------------------------------------------------


def begin(store: Store, user: User, by: str, next_: str, want: Wanted, now: datetime, then: Then = "") -> str:
    """Open a half; the token for its cookie."""
    token = secrets.token_urlsafe(32)
    row = {"_id": _id(token), "user": user.id, "by": by, "next": next_, "want": want, "then": then,
           "stands": _stands(user), "expires": instant(now) + PATIENCE}  # fmt: skip
    with office_errors():
        store.side("tries").insert_one(row)
    return token


def half(store: Store, token: str | None, now: datetime) -> Half | None:
    """Whose half this is; None where there is none, it is old, or the account was closed or given other proofs."""
    if not token or len(token) > 200:
        return None
    row = store.one("tries", {"_id": _id(token), "expires": {"$gt": now, "$lte": now + PATIENCE + throttle.SKEW}})
    found = store.one("users", {"_id": row["user"], "active": True}) if row else None
    user = User.model_validate(found) if found else None
    if row is None or user is None or _stands(user) != row["stands"]:
        return None
    return Half(user, row)


def drop(store: Store, of: Half) -> None:
    """The half has done its work."""
    with office_errors():
        store.side("tries").delete_one({"_id": of.row["_id"]})


def _stands(user: User) -> list[str]:
    return [user.credential, user.second_seal]


def _id(token: str) -> str:
    return f"half:{sessions.token_hash(token)}"


# the code -----------------------------------------------------------------------------------------------------


def prove(store: Store, user: User, typed: str, folder: Path, address: str, agent: str, now: datetime) -> None:
    """Take a telephone's code or a recovery code of this user, each once.

    Raises RuleBroken `signin.second.wrong`, `signin.wait`, `signin.second.key_away`.
    """
    now, typed = instant(now), "".join(typed.split()).casefold()
    keys = (f"second:{user.id}", f"address:{throttle.network(address)}")
    for key, free in zip(keys, (FREE, sessions.FREE_BY_ADDRESS), strict=True):
        throttle.take(store, key, free, now)
    row = store.one("second_factors", {"_id": user.id}) or {}
    right = _sealed(user, row) and (
        _code(store, user, row, typed, folder, now) if typed.isdigit() else _recovery(store, user, typed)
    )
    if not right:
        sessions.note(store, user, "wrong_code", address, agent, now)
        raise RuleBroken("signin.second.wrong")
    throttle.forget(store, keys[0])
    throttle.give_back(store, keys[1])


def _sealed(user: User, row: Row) -> bool:
    return bool(user.second_factor and row.get("secret")) and locker.seal(user.id, row) == user.second_seal


def _code(store: Store, user: User, row: Row, typed: str, folder: Path, now: datetime) -> bool:
    step = totp.fitting(locker.opened(row["secret"], user.id, folder), typed, now)
    if step is None or _once(store, user.id, step, now):
        return step is not None
    notices.post(store, user.id, "users.second_twice_told", {"at": now}, "account", {}, now, once=f"code:{step}")
    return False


def _once(store: Store, user: Id, step: int, now: datetime) -> bool:
    """Note the step whose code was taken: it and those before it open nothing any more, for two at once either."""
    taken = {"$set": {"last": step, "expires": now + PATIENCE}}
    # One that no code of this moment can be of was taken before the clock was set back.
    passed = [{"last": {"$lt": step}}, {"last": {"$gt": totp.step_of(now) + totp.DRIFT}}]
    try:
        with office_errors():
            store.side("tries").update_one({"_id": f"code:{user}", "$or": passed}, taken, upsert=True)
    except Duplicate:
        return False
    return True


def _recovery(store: Store, user: User, typed: str) -> bool:
    """Use a recovery code up: an act, so that the trail says it."""

    def work(tx: Tx) -> User:
        found = tx.get(User, user.id)
        row = tx.session.one("second_factors", {"_id": user.id}) or {}
        hash = _hashed(row.get("salt", ""), typed)
        if not _sealed(found, row) or hash not in row["recovery"]:
            raise RuleBroken("signin.second.wrong")
        rest = [h for h in row["recovery"] if h != hash]
        found.second_seal = locker.seal(user.id, row | {"recovery": rest})
        tx.session.upsert("second_factors", {"_id": user.id}, {"$set": {"recovery": rest}})
        notices.tell(tx, user.id, "users.second_recovery_told", {"at": tx.now, "n": len(rest)}, "account")
        return tx.save(found)

    try:
        Desk(actor_of(user), store).transact("user.second_recovery", work, Why(), right="user.self")
    except RuleBroken:
        return False
    return True


def _hashed(salt: str, code: str) -> str:
    return sha256(f"{salt}|{code.replace('-', '')}".encode()).hexdigest()


def left(store: Store, user: User) -> int:
    """How many recovery codes were not used yet."""
    row = store.one("second_factors", {"_id": user.id}, {"recovery": 1}) or {}
    return len(row.get("recovery") or [])


# a telephone is set up, taken off, reset -----------------------------------------------------------------------


def turned(store: Store, of: Half) -> None:
    """A half whose code was right (a recovery code among them is gone now) goes on to set up another telephone."""
    stands = _stands(store.load(User, of.user.id))
    with office_errors():
        store.side("tries").update_one({"_id": of.row["_id"]}, {"$set": {"want": "enrol", "stands": stands}})


def offered(store: Store, of: Half, folder: Path) -> str:
    """The secret this half offers: made at the first look, the same until it is confirmed."""
    row = of.row
    if not row.get("secret"):
        made = locker.closed(totp.invented(), of.user.id, folder)
        with office_errors():
            store.side("tries").update_one(
                {"_id": row["_id"], "secret": {"$exists": False}}, {"$set": {"secret": made}}
            )
        row = store.one("tries", {"_id": row["_id"]}) or {"secret": made}
    return locker.opened(row["secret"], of.user.id, folder)


def enrol(desk: Desk, of: Half, typed: str, folder: Path) -> list[str]:
    """Set up what the half offers, once its first code is typed; the ten recovery codes, told here and nowhere again.

    All other sessions of the user end. Raises Problems beside the field «code», RuleBroken `signin.wait`.
    """
    throttle.take(desk.store, f"second:{of.user.id}", FREE, desk.now())
    secret = offered(desk.store, of, folder)
    step = totp.fitting(secret, "".join(typed.split()), desk.now())
    if step is None:
        raise Problems([Problem("code", "signin.second.not_this")])
    throttle.forget(desk.store, f"second:{of.user.id}")
    kept, salt, codes = locker.closed(secret, of.user.id, folder), secrets.token_hex(16), recovery_codes()
    row = {"secret": kept, "salt": salt, "recovery": [_hashed(salt, c) for c in codes]}
    _once(desk.store, of.user.id, step, desk.now())

    def work(tx: Tx) -> User:
        user = tx.get(User, of.user.id)
        user.second_factor, user.second_seal = True, locker.seal(user.id, row)
        update = {"$set": row | {"at": tx.now}, "$unset": {"reset_by": ""}}
        tx.session.upsert("second_factors", {"_id": user.id}, update)
        sessions.end_all(tx, user.id)
        notices.tell(tx, user.id, "users.second_told", {"at": tx.now}, "account")
        return tx.save(user)

    desk.transact("user.second_factor", work, Why(), right="user.self")
    return codes


def recovery_codes() -> list[str]:
    """Ten codes of 79 bits."""
    return [passwords.invented() for _ in range(CODES)]


def take_off(desk: Desk) -> User:
    """Do without one's second factor, where the role need not have one; asked after a code alone."""

    def work(tx: Tx) -> User:
        user = tx.get(User, desk.actor.id)
        if required(desk.store, user, tx.today):
            raise RuleBroken("users.second_required")
        return _gone(tx, user, None)

    return desk.transact("user.second_off", work, Why(), right="user.self")


def reset(desk: Desk, id: Id, revision: int, why: Why) -> User:
    """Take another's second factor away (a lost telephone): at his next sign-in he sets up another one.

    Raises Problems (no reason, no paper), RuleBroken (oneself; there is none; a head, for who stands in for him; the
    hand that gave his first password: one hand with both proofs could come in as him).
    """
    reason(why)
    if not (why.basis or Basis()).number.strip():
        raise Problems([Problem("basis.number", "users.second_paper")])

    def work(tx: Tx) -> User:
        other_than_oneself(tx, id)
        user = tx.get(User, id, revision)
        heads(tx, user.role)
        if not user.second_factor:
            raise RuleBroken("users.second_none")
        given = tx.session.one("credentials", {"_id": id}, {"by": 1}) or {}
        four_eyes.check(tx, "user.second_reset", given.get("by") if user.must_change else None, "users.two_proofs")
        notices.tell(tx, id, "users.second_reset_told", {"by": tx.actor.name}, "account")
        return _gone(tx, user, tx.actor.id)

    return desk.transact("user.second_reset", work, why, right="user.appoint")


def _gone(tx: Tx, user: User, by: Id | None) -> User:
    user.second_factor, user.second_seal = False, ""
    gone: dict[str, Any] = {"$unset": dict.fromkeys(("secret", "salt", "recovery"), "")}
    tx.session.upsert("second_factors", {"_id": user.id}, gone | {"$set": {"at": tx.now, "reset_by": by}})
    sessions.end_all(tx, user.id)
    return tx.save(user)
