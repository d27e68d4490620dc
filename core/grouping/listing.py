"""Sections of a term as lists show them: searched, filtered, a page at a time, with how many sit in each."""

from __future__ import annotations

from typing import Any

from core import references
from core.db.store import Row
from core.desk import Desk, both
from core.fields import FieldSpec, describe
from schemas.base import Id, Show
from schemas.section import Section

SIZE = FieldSpec("size", "int", Show("Адам", "Человек", "People", table=True, form=False), required=False)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """Every column a list of sections can show to this role; the term is chosen above the list."""
    found = [(p, s) for p, s in references.columns(Section, desk.actor.role) if p != "term"]
    return [*found[:2], ("size", SIZE), *found[2:]]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """The fields the list can be narrowed by."""
    return [(p, s) for p, s in references.filters(Section, desk.actor.role) if p != "term"]


def _where(desk: Desk, term: Id, text: str, chosen: dict[str, Any], more: Row | None) -> Row:
    where: Row = {"term.id": term, "closed": None} | (more or {})
    return both(where, references.condition(Section, text, chosen, desk.actor.role))


def rows(
    desk: Desk, term: Id, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "code",
    descending: bool = False, page: int = 0, size: int = 50, more: Row | None = None,
) -> list[Row]:  # fmt: skip
    """One page of the sections of a term that are not dissolved; `size` of each row: how many sit in it."""
    fields: Row = {s.path.split(".")[0]: 1 for s in describe(Section, desk.actor.role)}
    fields |= {"revision": 1, "parent": 1, "graded": 1, "custom": 1, "size": {"$size": "$members"}}
    order = references.ordered(Section, desk.actor.role, sort, descending)
    where = _where(desk, term, text, chosen or {}, more)
    return desk.rows(Section, "section.read", where, fields, order, size, page * size)


def count(desk: Desk, term: Id, text: str = "", chosen: dict[str, Any] | None = None, more: Row | None = None) -> int:
    """How many the list holds."""
    return desk.count(Section, "section.read", _where(desk, term, text, chosen or {}, more))


def of_discipline(desk: Desk, term: Id, discipline: Id) -> list[Section]:
    """Every section of a discipline in a term that the user may see, streams first, with its people."""
    where: Row = {"term.id": term, "discipline.id": discipline, "closed": None}
    found = desk.rows(Section, "section.read", where, None, [("code", 1)], 500)
    made = [Section.model_validate(r) for r in found]
    return sorted(made, key=lambda s: (s.kind.value != "stream", s.code))
