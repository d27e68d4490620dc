"""Acts on accounts: appointed by order, closed and never deleted (clauses 4 and 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core import four_eyes, notices
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from core.users import passwords, sessions, throttle
from core.users.acting import APART
from core.users.rules import another_head, checked, heads, other_than_oneself, own_email, paper, reason
from schemas.base import Id, Lang, Ref
from schemas.user import Deputy, User
from schemas.words import Role, Work

# What the form of an account never changes: each of these has an act of its own.
KEPT = {
    "id", "_id", "revision", "head", "created", "updated", "schema_version", "credential", "must_change", "active",
    "acting", "deputies", "groups", "work", "mail_notices", "release_number", "release_day", "second_factor",
    "second_seal",
}  # fmt: skip
ENDS_SESSIONS = ("login", "role", "faculties", "groups", "department", "person")
# What decides whom one is here and how far one reaches: nobody changes it for himself.
RIGHTS_FIELDS = {"login", "role", "faculties", "department", "person", "email"}


def create(desk: Desk, fields: dict[str, Any], password: str, why: Why, must_change: bool = True) -> User:
    """Appoint somebody: fields of User by name, and a first password, to be changed at the first sign-in.

    Raises Problems (beside the fields), Duplicate (the login or e-mail is taken), Forbidden.
    """
    user = checked(fields)
    passwords.check(password, None, login=user.login, about=(user.name, user.email))
    hash = passwords.hashed(password)

    def work(tx: Tx) -> User:
        made = user.model_copy(deep=True)  # an act may be run again: nothing outside it is touched
        create_step(tx, made, hash, must_change)
        return made

    return desk.transact("user.appoint", work, why)


def create_step(tx: Tx, user: User, hash: str, must_change: bool = True) -> User:
    """Appoint inside somebody's act (first start, demonstration); hash: of `passwords.hashed`."""
    heads(tx, user.role)
    own_email(tx, user)
    passwords.keep(tx, user, hash, must_change)
    return tx.add(user)


def edit(desk: Desk, id: Id, revision: int, changes: dict[str, Any], why: Why) -> User:
    """Change fields of an account: {name: value}. A new role or scope ends the user's sessions.

    Raises Problems, Duplicate, StaleRevision, RuleBroken (the last head would go; nothing changed; one's own rights).
    """
    reason(why)
    if set(changes) & KEPT:
        raise RuleBroken("users.field_not_edited")

    def work(tx: Tx) -> User:
        if set(changes) & RIGHTS_FIELDS:
            other_than_oneself(tx, id)
        was = tx.get(User, id, revision)
        user = checked(was.model_dump() | changes)
        if user == was:
            raise RuleBroken("users.nothing_changed")
        own_email(tx, user)
        heads(tx, was.role, user.role)
        if was.role is Role.head and user.role is not Role.head and was.active:
            another_head(tx, id)
        if any(getattr(was, f) != getattr(user, f) for f in ENDS_SESSIONS):
            sessions.end_all(tx, id)
        if (was.login, was.email) != (user.login, user.email):
            notices.tell(tx, id, "users.entry_told", {"by": tx.actor.name, "at": tx.now}, "account")
        return tx.save(user)

    return desk.transact("user.edit", work, why, right="user.appoint")


def close_account(desk: Desk, id: Id, revision: int, why: Why) -> User:
    """Close an account by the order of release in `why.basis`: its sessions end, its history stays.

    Raises Problems (no reason, no order), RuleBroken (oneself, the last head).
    """
    reason(why)
    number, day = paper(why)

    def work(tx: Tx) -> User:
        other_than_oneself(tx, id)
        user = tx.get(User, id, revision)
        if not user.active:
            raise RuleBroken("users.closed_already")
        heads(tx, user.role)
        if user.role is Role.head:
            another_head(tx, id)
        user.active, user.release_number, user.release_day = False, number, day
        sessions.end_all(tx, id)
        return tx.save(user)

    return desk.transact("user.close", work, why, right="user.appoint")


def reopen(desk: Desk, id: Id, revision: int, why: Why) -> User:
    """Open a closed account again, with the old password; a basis, where given, is the new order of appointment."""
    reason(why)

    def work(tx: Tx) -> User:
        other_than_oneself(tx, id)
        user = tx.get(User, id, revision)
        if user.active:
            raise RuleBroken("users.open_already")
        heads(tx, user.role)
        user.active, user.release_number, user.release_day = True, "", None
        if why.basis and why.basis.number:
            user.order_number, user.order_day = why.basis.number, why.basis.day
        return tx.save(user)

    return desk.transact("user.reopen", work, why, right="user.appoint")


def set_password(desk: Desk, id: Id, password: str, why: Why) -> User:
    """Give a user a new first password, which he must change; his sessions end.

    Raises RuleBroken (oneself; the hand that took his second factor away, until he has set up another one).
    """
    if id == desk.actor.id:
        raise RuleBroken("users.password_own")  # without the old one, whoever finds an open screen takes the account
    passwords.check(password, None)
    return _password(desk, id, passwords.hashed(password), True, why, "user.appoint")


def change_own_password(desk: Desk, current: str, password: str, again: str) -> User:
    """Change one's own password; all sessions end, this one too. Raises Problems beside the fields."""
    user = desk.store.load(User, desk.actor.id)
    passwords.check(password, again, login=user.login, about=(user.name, user.email))
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


def assign(
    desk: Desk, id: Id, revision: int, faculties: Sequence[Ref], groups: Sequence[str], work: Sequence[Work], why: Why
) -> User:  # fmt: skip
    """Share out work: the faculties, groups and kinds of task of a user, whole. A new reach ends his sessions.

    Raises RuleBroken (oneself, a closed account, nothing changed), Problems (a registrar without a faculty).
    """
    reason(why)

    def step(tx: Tx) -> User:
        other_than_oneself(tx, id)
        was = tx.get(User, id, revision)
        heads(tx, was.role)
        if not was.active:
            raise RuleBroken("users.closed_already")
        shared = {
            "faculties": list(faculties),
            "groups": sorted({g.strip() for g in groups} - {""}),
            "work": list(work),
        }
        user = checked(was.model_dump() | shared)
        if user == was:
            raise RuleBroken("users.nothing_changed")
        if any(getattr(was, f) != getattr(user, f) for f in ENDS_SESSIONS):
            sessions.end_all(tx, id)
        return tx.save(user)

    given = [id, revision, [f.id for f in faculties], list(groups), list(work)]
    return desk.transact("user.assign", step, why, right="user.appoint", given=given)


def stand_in(desk: Desk, id: Id, revision: int, deputy: Id, starts: date, ends: date | None, why: Why) -> User:
    """Name who stands in for a user's tasks from day to day: for oneself, or by the head for another.

    Raises Problems (days), RuleBroken (oneself as deputy, a closed account, another deputy in these days, a deputy
    whose role stays apart from the register, a head's deputy named by who stands in for him).
    """
    if ends is not None and ends < starts:
        raise Problems([Problem("ends", "users.acting_days")])

    def work(tx: Tx) -> User:
        user, other = tx.get(User, id, revision), tx.get(User, deputy)
        _anothers(tx, user)
        if id == deputy:
            raise RuleBroken("users.deputy_self")
        if not other.active:
            raise RuleBroken("users.closed_already")
        if other.role in APART:  # a deputy decides approvals in another's place: that is keeping the register
            raise RuleBroken("users.deputy_apart", role=other.role)
        if any(d.starts <= (ends or d.starts) and starts <= (d.ends or starts) for d in user.deputies):
            raise RuleBroken("users.deputy_overlaps")
        user.deputies = [*user.deputies, Deputy(user=other.ref(), starts=starts, ends=ends)]
        return tx.save(user)

    return desk.transact("user.deputy", work, why, right=_own_or_head(desk, id))


def no_deputy(desk: Desk, id: Id, revision: int, place: int, why: Why) -> User:
    """Take a deputy out of a user's list (place: from 0); the trail keeps that he was there."""

    def work(tx: Tx) -> User:
        user = tx.get(User, id, revision)
        _anothers(tx, user)
        if not 0 <= place < len(user.deputies):
            raise RuleBroken("users.nothing_changed")
        user.deputies = [d for n, d in enumerate(user.deputies) if n != place]
        return tx.save(user)

    return desk.transact("user.deputy", work, why, right=_own_or_head(desk, id))


def choose_mail(desk: Desk, wanted: bool) -> User:
    """Should notices come by e-mail too? One's own choice."""

    def work(tx: Tx) -> User:
        user = tx.get(User, desk.actor.id)
        user.mail_notices = wanted
        return tx.save(user)

    return desk.transact("user.mail", work, Why(), right="user.self")


def _own_or_head(desk: Desk, id: Id) -> str:
    return "user.self" if id == desk.actor.id else "user.appoint"


def _anothers(tx: Tx, user: User) -> None:
    """Another's account: that of a head is not touched by who stands in for him."""
    if user.id != tx.actor.id:
        heads(tx, user.role)


def _password(desk: Desk, id: Id, hash: str, must_change: bool, why: Why, right: str) -> User:
    def work(tx: Tx) -> User:
        user = tx.get(User, id)
        _anothers(tx, user)
        if user.id != tx.actor.id:
            gone = tx.session.one("second_factors", {"_id": id}, {"reset_by": 1}) or {}
            four_eyes.check(tx, "user.second_reset", gone.get("reset_by"), "users.two_proofs")
        passwords.keep(tx, user, hash, must_change)
        notices.tell(tx, id, "users.password_told", {"by": tx.actor.name, "at": tx.now}, "account")
        sessions.end_all(tx, id)
        return tx.save(user)

    return desk.transact("user.password", work, why, right=right)
