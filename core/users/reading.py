"""Lists of accounts, and the table of roles as people read it."""

from __future__ import annotations

from typing import Any

from core import access, references
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, described, filter_fields
from core.i18n import order_key
from schemas.user import User
from schemas.words import Role

COLUMNS = (
    "name", "login", "role", "department", "language", "email", "active", "second_factor", "order_number", "order_day",
)  # fmt: skip
NO_SEALS = {"credential": 0, "second_seal": 0}  # what no list needs
MOST = 10_000  # accounts put in order by name: the staff of a conservatory is hundreds


def columns(role: Role) -> list[tuple[str, FieldSpec]]:
    """Every column the list of accounts can show to a role."""
    return [(path, spec) for path in COLUMNS if role not in (spec := described(User, path)).hidden]


def filters(role: Role) -> list[tuple[str, FieldSpec]]:
    """What the list can be narrowed by, of what this role sees."""
    return [(spec.path, spec) for spec in filter_fields(User, role)]


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "name",
    descending: bool = False, page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """One page of accounts; passwords are not in them. By name they stand in Kazakh order."""
    where = references.condition(User, text, chosen or {}, desk.actor.role)
    order = references.ordered(User, desk.actor.role, sort, descending)
    if order[0][0] == "name":
        names = desk.rows(User, "user.read", where, {"name": 1}, [("_id", 1)], MOST)
        names.sort(key=lambda row: order_key(row["name"]), reverse=descending)
        ids = [row["_id"] for row in names[page * size : (page + 1) * size]]
        rows = desk.rows(User, "user.read", {"_id": {"$in": ids}}, NO_SEALS, limit=max(size, 1))
        return sorted(rows, key=lambda row: ids.index(row["_id"]))
    return desk.rows(User, "user.read", where, NO_SEALS, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many accounts the list holds."""
    return desk.count(User, "user.read", references.condition(User, text, chosen or {}, desk.actor.role))


def rights() -> list[tuple[str, dict[Role, str]]]:
    """Every right with how far it reaches for each role («all», «faculty», «department», «teacher»)."""
    names = list(dict.fromkeys(right for role in access.RIGHTS.values() for right in role))
    return [
        (right, {role: reach.value for role, has in access.RIGHTS.items() if (reach := has.get(right))})
        for right in names
    ]
