"""Passwords: argon2 hashes kept apart from the account, so that no audit line can ever show one."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.db.store import Store
from core.errors import Problem, Problems
from core.tx import Tx
from core.users import guessing
from schemas.user import User

SHORTEST, LONGEST = 12, 200
FIRST_LIVES = timedelta(days=30)  # appointed before a leave, it still waits for its owner; not for ever
# 32 MiB and three passes, above OWASP's least: dear for one who guesses, hardly noticed by one who signs in.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_room = threading.BoundedSemaphore(4)  # a crowd at the door must not eat the server's memory
_dummy = ""


def hashed(password: str) -> str:
    """The argon2 hash of a new password; its own salt is inside."""
    with _room:
        return _hasher.hash(password)


def matches(hash: str, password: str) -> bool:
    """Is this the password? An empty hash takes as long and matches nothing."""
    global _dummy
    if not hash and not _dummy:
        _dummy = hashed("nobody has this password")
    with _room:
        try:
            return _hasher.verify(hash or _dummy, password[:LONGEST]) and bool(hash)
        except (VerificationError, InvalidHashError):
            return False


def check(password: str, again: str | None, *, login: str = "", about: tuple[str, ...] = ()) -> None:
    """Refuse a password that is short, too simple, soon guessed or typed differently twice; Problems beside the field.

    about: what else is known of whose it will be (name, e-mail).
    """
    found: list[Problem] = []
    if len(password) < SHORTEST:
        found.append(Problem("password", "users.password_short", {"least": SHORTEST}))
    elif len(password) > LONGEST:
        found.append(Problem("password", "users.password_long", {"most": LONGEST}))
    elif len(set(password)) < 4 or (login and login.casefold() in password.casefold()):
        found.append(Problem("password", "users.password_simple"))
    elif guessing.guessable(password, (login, *about)):
        found.append(Problem("password", "users.password_guessed"))
    if again is not None and again != password:
        found.append(Problem("again", "users.password_differs"))
    if found:
        raise Problems(found)


def seal(user_id: str, hash: str) -> str:
    """What stands in the account for the password: a hash put into the database by hand does not fit."""
    return sha256(f"{user_id}|{hash}".encode()).hexdigest()


def keep(tx: Tx, user: User, hash: str, must_change: bool) -> None:
    """Put a password beside an account inside somebody's act."""
    user.credential, user.must_change = seal(user.id, hash), must_change
    kept = {"hash": hash, "at": tx.now, "by": tx.actor.id}
    tx.session.upsert("credentials", {"_id": user.id}, {"$set": kept})


def right_for(store: Store, user: User | None, password: str) -> bool:
    """Does this password open this account? As slow for nobody as for somebody."""
    row = store.one("credentials", {"_id": user.id}) if user else None
    hash = row["hash"] if row and user and seal(user.id, row["hash"]) == user.credential else ""
    return matches(hash, password)


def outdated(store: Store, user: User, now: datetime) -> bool:
    """Is it a first password that nobody came to change in time? It opens nothing any more."""
    row = store.one("credentials", {"_id": user.id}, {"at": 1}) if user.must_change else None
    return row is not None and now - row["at"] > FIRST_LIVES


def invented() -> str:
    """A first password that can be read out over the telephone: no letters read for digits."""
    groups = ("".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(4)) for _ in range(4))
    return "-".join(groups)
