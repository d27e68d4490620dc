"""Whose figures a user may see: the institution's, his faculties', or his own department's and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import access
from core.access import Reach
from core.desk import Desk
from core.errors import Forbidden
from schemas.base import Id

READ = "kpi.read"


@dataclass(frozen=True)
class Scope:
    """What figures are narrowed to; None: not narrowed. Hashable and whole, so caches may be keyed by it."""

    departments: tuple[Id, ...] | None = None
    faculties: tuple[Id, ...] | None = None

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Does a row of sums (with `department` and `faculty`) lie in it?"""
        if self.departments is not None:
            return row.get("department") in self.departments
        return self.faculties is None or row.get("faculty") in self.faculties


def scope_of(desk: Desk, department: Id | None = None, right: str = READ) -> Scope:
    """The user's scope, narrowed to one department where asked. Raises Forbidden for a department not his."""
    reach = access.require(desk.actor, right)
    if reach is Reach.ALL:
        return Scope((department,) if department else None)
    mine = desk.actor.assigned.get(reach.value, ())
    if reach is Reach.DEPARTMENT:
        if department is not None and department not in mine:
            raise Forbidden("errors.out_of_scope", right=right)
        return Scope((department,) if department else tuple(mine))
    if reach is not Reach.FACULTY:
        raise Forbidden("errors.out_of_scope", right=right)
    if department is not None:
        row = desk.store.one("departments", {"_id": department}, {"parent.id": 1}) or {}
        if (row.get("parent") or {}).get("id") not in mine:
            raise Forbidden("errors.out_of_scope", right=right)
        return Scope((department,))
    return Scope(None, tuple(mine))
