"""Seats: whose tasks somebody has today. His own, and those of people whose deputy he is on this day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core import access
from core.access import Actor, Reach
from core.db.store import Row
from core.users import actor_of
from schemas.base import Id, Ref, Text
from schemas.task import Scope, Task
from schemas.user import User
from schemas.words import Role


class Reader(Protocol):
    """What seats are read through: the store, or the session of an act."""

    def rows(self, collection: str, where: Row, /) -> list[Row]: ...


@dataclass(frozen=True)
class Seat:
    """A place from which tasks are seen and decided: his own, or (deputy) another's whose place he takes."""

    actor: Actor
    deputy: bool = False

    @property
    def who(self) -> Ref:
        """Whose seat it is."""
        return Ref(id=self.actor.id, label=Text(kk=self.actor.name))


def dimensions(role: Role) -> tuple[str, ...]:
    """The parts of the institution that a role's rights are bound to; nothing for a role that reaches everywhere."""
    reaches = {reach for reach in access.RIGHTS[role].values() if reach is not Reach.ALL}
    return tuple(sorted({word for reach in reaches for word in reach.dimensions}))


def roles(actor: Actor) -> list[Role]:
    """The roles whose tasks somebody has: his own, and one he carries out by order."""
    return [actor.role, *([actor.own_role] if actor.own_role else [])]


def has(seat: Seat, to_role: Role | None, to_user: Ref | None, scope: Scope) -> bool:
    """Does what is addressed so belong to this seat?"""
    if to_user is not None:
        return to_user.id == seat.actor.id
    if to_role is None or to_role not in roles(seat.actor):
        return False
    bound = [word for word in dimensions(to_role) if scope.get(word)]
    return not bound or any(set(scope[word]) & set(seat.actor.assigned.get(word, ())) for word in bound)


def addressed(seat: Seat) -> list[Row]:
    """The same as conditions, any of which is enough."""
    found: list[Row] = [{"to_user.id": seat.actor.id}]
    for role in roles(seat.actor):
        of_role: Row = {"to_role": role.value}
        if words := dimensions(role):
            inside: list[Row] = [{f"scope.{w}": {"$in": list(seat.actor.assigned.get(w, ()))}} for w in words]
            of_role["$or"] = [*inside, {f"scope.{w}": None for w in words}]
        found.append(of_role)
    return found


def _standing(today: date, **more: object) -> Row:
    """A deputy's row that is in force on a day."""
    day = today.isoformat()
    until: list[Row] = [{"ends": None}, {"ends": {"$gte": day}}]
    return {"deputies": {"$elemMatch": {"starts": {"$lte": day}, "$or": until, **more}}, "active": True}


def seats(reader: Reader, actor: Actor, today: date) -> list[Seat]:
    """The user's own seat first, then those he holds as a deputy today."""
    rows = reader.rows("users", _standing(today, **{"user.id": actor.id}))
    return [Seat(actor), *(Seat(actor_of(User.model_validate(row), today), deputy=True) for row in rows)]


def told(reader: Reader, found: Iterable[Actor], today: date) -> list[Id]:
    """Whom to tell of what belongs to these people: themselves, and who stands in for them today."""
    ids = [a.id for a in found]
    for row in reader.rows("users", {"_id": {"$in": ids}, **_standing(today)}):
        ids += [d.user.id for d in User.model_validate(row).deputies if d.starts <= today <= (d.ends or today)]
    return list(dict.fromkeys(ids))


def holders(reader: Reader, to_role: Role | None, to_user: Ref | None, scope: Scope) -> list[Actor]:
    """Everybody with an open account to whom what is addressed so belongs, deputies not counted."""
    return [a for a in people(reader, [to_role] if to_role else [], [to_user.id] if to_user else [])
            if has(Seat(a), to_role, to_user, scope)]  # fmt: skip


def people(reader: Reader, roles: Iterable[Role], ids: Iterable[Id]) -> list[Actor]:
    """Open accounts of these roles (those who act in one by order too) or with these ids."""
    names = [role.value for role in roles]
    any_of: list[Row] = [{"_id": {"$in": list(ids)}}, {"role": {"$in": names}}, {"acting.role": {"$in": names}}]
    rows = reader.rows("users", {"$or": any_of, "active": True})
    return [actor_of(User.model_validate(row)) for row in rows]


def seat_for(found: Iterable[Seat], task: Task) -> Seat | None:
    """The seat from which a user has a task: his own before another's; None when it is not his."""
    return next((seat for seat in found if has(seat, task.to_role, task.to_user, task.scope)), None)
