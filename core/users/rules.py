"""What every act on an account asks: a reason, the order, somebody else's hand, a head who remains."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from core.desk import Why
from core.errors import Duplicate, Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Basis, Id
from schemas.user import User
from schemas.words import Role

NEEDS = {Role.registrar: "faculties", Role.department: "department", Role.teacher: "person"}


def checked(fields: dict[str, Any]) -> User:
    """An account from typed fields, or Problems beside them."""
    own = {path.partition(".")[2]: value for path, value in fields.items() if path.startswith("custom.")}
    fields = {path: value for path, value in fields.items() if not path.startswith("custom.")}
    if own:
        fields["custom"] = {**(fields.get("custom") or {}), **own}
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


def reason(why: Why) -> None:
    """Problems where no reason is given."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def paper(why: Why) -> tuple[str, date]:
    """Number and day of the order an act rests on; Problems without one of them."""
    order = why.basis or Basis()
    found = [] if order.number.strip() else [Problem("basis.number", "users.order_number_missing")]
    found += [] if order.day else [Problem("basis.day", "users.order_day_missing")]
    if found or order.day is None:
        raise Problems(found)
    return order.number, order.day


def other_than_oneself(tx: Tx, id: Id) -> None:
    """Nobody gives himself a role, a scope or a new beginning."""
    if tx.actor.id == id:
        raise RuleBroken("users.not_oneself")


def own_email(tx: Tx, user: User) -> None:
    """Duplicate when another account has this e-mail: the institution's sign-in finds people by it."""
    if user.email and any(u.id != user.id for u in tx.find(User, {"email": user.email})):
        raise Duplicate("errors.duplicate", field="email", value=user.email)


def heads(tx: Tx, *roles: Role) -> None:
    """Who stands in for the head neither appoints nor releases heads, nor touches their accounts and orders."""
    if tx.actor.acting and Role.head in roles:
        raise RuleBroken("users.acting_no_heads")


def another_head(tx: Tx, id: Id) -> None:
    """Someone must be left who appoints; the row makes two such acts at once meet."""
    tx.session.upsert("tries", {"_id": "heads"}, {"$inc": {"count": 1}})
    if not any(u.id != id for u in tx.find(User, {"role": Role.head.value, "active": True})):
        raise RuleBroken("users.last_head")
