"""Acts on accounts: appointed by order, closed and never deleted (clauses 4 and 13)."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from core.desk import Desk, Why
from core.errors import Duplicate, Problem, Problems, RuleBroken
from core.tx import Tx
from core.users import passwords, sessions, throttle
from schemas.base import Id, Lang
from schemas.user import User
from schemas.words import Role

NEEDS = {Role.registrar: "faculties", Role.department: "department", Role.teacher: "person"}
KEPT = {
    "id", "_id", "revision", "head", "created", "updated", "schema_version", "credential",
    "must_change", "active",
}  # fmt: skip
ENDS_SESSIONS = ("login", "role", "faculties", "department", "person")


def create(desk: Desk, fields: dict[str, Any], password: str, why: Why, must_change: bool = True) -> User:
    """Appoint somebody: fields of User by name, and a first password, to be changed at the first sign-in.

    Raises Problems (beside the fields), Duplicate (the login or e-mail is taken), Forbidden.
    """
    user = checked(fields)
    passwords.check(password, None, login=user.login)
    hash = passwords.hashed(password)

    def work(tx: Tx) -> User:
        made = user.model_copy(deep=True)  # an act may be run again: nothing outside it is touched
        create_step(tx, made, hash, must_change)
        return made

    return desk.transact("user.appoint", work, why)


def create_step(tx: Tx, user: User, hash: str, must_change: bool = True) -> User:
    """Appoint inside somebody's act (first start, demonstration); hash: of `passwords.hashed`."""
    _own_email(tx, user)
    passwords.keep(tx, user, hash, must_change)
    return tx.add(user)


def edit(desk: Desk, id: Id, revision: int, changes: dict[str, Any], why: Why) -> User:
    """Change fields of an account: {name: value}. A new role or scope ends the user's sessions.

    Raises Problems, Duplicate, StaleRevision, RuleBroken (the last head would go; nothing changed).
    """
    _reason(why)
    if set(changes) & KEPT:
        raise RuleBroken("users.field_not_edited")

    def work(tx: Tx) -> User:
        was = tx.get(User, id, revision)
        user = checked(was.model_dump() | changes)
        if user == was:
            raise RuleBroken("users.nothing_changed")
        _own_email(tx, user)
        if was.role is Role.head and user.role is not Role.head and was.active:
            _another_head(tx, id)
        if any(getattr(was, f) != getattr(user, f) for f in ENDS_SESSIONS):
            sessions.end_all(tx, id)
        return tx.save(user)

    return desk.transact("user.edit", work, why, right="user.appoint")


def close_account(desk: Desk, id: Id, revision: int, why: Why) -> User:
    """Close an account: its sessions end, its history stays. Raises RuleBroken for the last head."""
    _reason(why)

    def work(tx: Tx) -> User:
        user = tx.get(User, id, revision)
        if not user.active:
            raise RuleBroken("users.closed_already")
        if user.role is Role.head:
            _another_head(tx, id)
        user.active = False
        sessions.end_all(tx, id)
        return tx.save(user)

    return desk.transact("user.close", work, why, right="user.appoint")


def reopen(desk: Desk, id: Id, revision: int, why: Why) -> User:
    """Open a closed account again, with the old password."""
    _reason(why)

    def work(tx: Tx) -> User:
        user = tx.get(User, id, revision)
        if user.active:
            raise RuleBroken("users.open_already")
        user.active = True
        return tx.save(user)

    return desk.transact("user.reopen", work, why, right="user.appoint")


def set_password(desk: Desk, id: Id, password: str, why: Why) -> User:
    """Give a user a new first password, which he must change; his sessions end."""
    passwords.check(password, None)
    return _password(desk, id, passwords.hashed(password), True, why, "user.appoint")


def change_own_password(desk: Desk, current: str, password: str, again: str) -> User:
    """Change one's own password; all sessions end, this one too. Raises Problems beside the fields."""
    user = desk.store.load(User, desk.actor.id)
    passwords.check(password, again, login=user.login)
    throttle.take(desk.store, f"login:{user.login}", sessions.FREE_BY_LOGIN, desk.now())
    if not passwords.right_for(desk.store, user, current):
        raise Problems([Problem("current", "users.password_wrong")])
    throttle.forget(desk.store, f"login:{user.login}")
    if current == password:
        raise Problems([Problem("password", "users.password_same")])
    return _password(desk, user.id, passwords.hashed(password), False, Why(), "user.self")


def choose_language(desk: Desk, lang: Lang) -> User:
    """Remember the language a user works in."""

    def work(tx: Tx) -> User:
        user = tx.get(User, desk.actor.id)
        user.language = lang
        return tx.save(user)

    return desk.transact("user.language", work, Why(), right="user.self")


def _password(desk: Desk, id: Id, hash: str, must_change: bool, why: Why, right: str) -> User:
    def work(tx: Tx) -> User:
        user = tx.get(User, id)
        passwords.keep(tx, user, hash, must_change)
        sessions.end_all(tx, id)
        return tx.save(user)

    return desk.transact("user.password", work, why, right=right)


def checked(fields: dict[str, Any]) -> User:
    """An account from typed fields, or Problems beside them."""
    fields = {**fields}
    for name in ("login", "email"):
        fields[name] = str(fields.get(name) or "").strip().casefold()
    try:
        user = User.model_validate(fields)
    except ValidationError as e:
        raise Problems.of(e) from None
    needed = NEEDS.get(user.role)
    if needed and not getattr(user, needed):
        raise Problems([Problem(needed, "users.scope_missing", {"role": user.role})])
    return user


def _own_email(tx: Tx, user: User) -> None:
    if user.email and any(u.id != user.id for u in tx.find(User, {"email": user.email})):
        raise Duplicate("errors.duplicate", field="email", value=user.email)


def _another_head(tx: Tx, id: Id) -> None:
    """Someone must be left who appoints; the row makes two such acts at once meet."""
    tx.session.upsert("tries", {"_id": "heads"}, {"$inc": {"count": 1}})
    if not any(u.id != id for u in tx.find(User, {"role": Role.head.value, "active": True})):
        raise RuleBroken("users.last_head")


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
