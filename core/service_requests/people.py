"""Who does the work of a service: the people of its unit where one is named, else everybody of its roles."""

from __future__ import annotations

from typing import Protocol

from core.db.store import Row
from schemas.base import Ref, Text
from schemas.kinds import ServiceKind


class Source(Protocol):
    """The store, or the session of an act."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, /) -> list[Row]: ...


def doers(reader: Source, kind: ServiceKind) -> list[Ref]:
    """Open accounts that take its requests."""
    roles = [r.value for r in kind.roles]
    of: Row = {"department.id": kind.unit.id} if kind.unit else {"role": {"$in": roles}}
    rows = reader.rows("users", {"active": True, **of}, {"name": 1})
    return [Ref(id=r["_id"], label=Text(kk=r["name"])) for r in rows]


__all__ = ["doers"]
