"""To whom an instruction goes: everybody with an open account in its units or of its roles, by name."""

from __future__ import annotations

from typing import Protocol

from core.db.store import Row
from core.i18n import order_key
from schemas.instruction import Instruction


class Source(Protocol):
    """The store, or the session of an act."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, /) -> list[Row]: ...


def condition(of: Instruction) -> Row:
    """The condition on accounts."""
    units, roles = [u.id for u in of.units], [r.value for r in of.roles]
    return {"active": True, "$or": [{"department.id": {"$in": units}}, {"role": {"$in": roles}}]}


def addressed(reader: Source, of: Instruction) -> list[Row]:
    """The people (name, role, post, department); who came since it was published is among them."""
    rows = reader.rows("users", condition(of), {"name": 1, "role": 1, "post": 1, "department": 1})
    return sorted(rows, key=lambda r: order_key(r["name"]))


__all__ = ["addressed", "condition"]
