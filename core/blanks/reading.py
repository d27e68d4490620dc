"""Lists of blanks and one number with everything that happened to it; a scanner's line finds it."""

from __future__ import annotations

from typing import Any

from core import references
from core.blanks.balance import READ
from core.blanks.numbers import key_of
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, filter_fields
from schemas.base import Id
from schemas.blank import Blank, BlankCount, BlankMove, Sitter

SORTS = ("key", "since", "kind")


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of blanks can show."""
    return references.columns(Blank, desk.actor.role)


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of blanks can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Blank, desk.actor.role)]


def _where(desk: Desk, text: str, chosen: dict[str, Any]) -> Row:
    where = references.condition(Blank, "", chosen, desk.actor.role)
    typed = key_of("", text)
    return {**where, "key": {"$gte": typed, "$lt": typed + "\uffff"}} if typed else where


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "key", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the numbers; text: the beginning of series and number, as a scanner types it."""
    order = [(sort if sort in SORTS else "key", -1 if descending else 1), ("_id", 1)]
    return desk.rows(Blank, READ, _where(desk, text, chosen or {}), {"head": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Blank, READ, _where(desk, text, chosen or {}))


def one(desk: Desk, id: Id) -> Blank:
    """A number; NotFound."""
    return desk.get(Blank, id, READ)


def by_number(desk: Desk, typed: str) -> list[Blank]:
    """The numbers that a scanned or typed line may mean: exactly that series and number, else any series with it."""
    key = key_of("", typed)
    if not key:
        return []
    rows = desk.rows(Blank, READ, {"key": key}, None, [("kind", 1)], 20)
    if not rows and key.isdigit():
        rows = desk.rows(Blank, READ, {"n": int(key)}, None, [("kind", 1)], 20)
    return [Blank.model_validate(r) for r in rows]


def history_of(desk: Desk, blank: Blank, limit: int = 200) -> list[BlankMove]:
    """Every movement a number was in, the oldest first."""
    where = {"kind": blank.kind, "series": blank.series,
             "spans": {"$elemMatch": {"first": {"$lte": blank.n}, "last": {"$gte": blank.n}}}}  # fmt: skip
    rows = desk.rows(BlankMove, READ, where, None, [("day", 1), ("n", 1)], limit)
    return [BlankMove.model_validate(r) for r in rows]


def moves(desk: Desk, year: int, limit: int = 500) -> list[BlankMove]:
    """The lines of the journal of a year, the newest first."""
    rows = desk.rows(BlankMove, READ, {"year": year}, None, [("n", -1)], limit)
    return [BlankMove.model_validate(r) for r in rows]


def count_sheets(desk: Desk, limit: int = 100) -> list[BlankCount]:
    """Stock-takings, the newest first."""
    rows = desk.rows(BlankCount, READ, {}, None, [("day", -1)], limit)
    return [BlankCount.model_validate(r) for r in rows]


def last_commission(desk: Desk) -> list[Sitter]:
    """Who sat in the newest act: the next one is usually theirs, too."""
    found = desk.rows(BlankMove, READ, {"commission.0": {"$exists": True}}, None, [("day", -1), ("n", -1)], 1)
    return BlankMove.model_validate(found[0]).commission if found else []


def count_sheet(desk: Desk, id: Id) -> BlankCount:
    """A stock-taking; NotFound."""
    return desk.get(BlankCount, id, READ)


def handed_by(desk: Desk, of: BlankCount) -> list[BlankMove]:
    """The lines of the journal that a stock-taking led to."""
    rows = desk.rows(BlankMove, READ, {"counted.id": of.id}, None, [("day", 1), ("n", 1)], 500)
    return [BlankMove.model_validate(r) for r in rows]
