"""What somebody has typed into the table of an answer and not sent: kept at every cell, as typed. It is no act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.data_requests.reading import get_answer, may_answer
from core.data_requests.table import LONGEST, of_draft
from core.db.store import Row, Session
from core.desk import Desk
from core.errors import Forbidden, RuleBroken
from schemas.base import Id
from schemas.data_request import ROWS


def of(desk: Desk, id: Id, columns: int) -> list[list[str]] | None:
    """Rows that this person has typed; None for nothing."""
    row = desk.store.one("drafts", {"_id": _key(desk, id)})
    return of_draft(row.get("rows") or {}, columns) if row else None


def keep(desk: Desk, id: Id, edits: Iterable[tuple[str, str, str]], first: Sequence[Sequence[str]] = ()) -> None:
    """Keep typed cells (row, column, text). first: the rows the table began with (a returned answer's), kept beside
    what was typed over them. Raises RuleBroken where no answer is owed (any more)."""
    sets: Row = {f"rows.{r}.{c}": text[:LONGEST] for r, c, text in edits}
    if desk.store.one("drafts", {"_id": _key(desk, id)}, {"_id": 1}) is None:
        sets = {f"rows.{row_id(n)}.c{m}": c for n, row in enumerate(first) for m, c in enumerate(row)} | sets
    _write(desk, id, {"$set": sets})


def put(desk: Desk, id: Id, rows: Sequence[Sequence[str]]) -> None:
    """Put rows in the place of all that was typed."""
    if len(rows) > ROWS:
        raise RuleBroken("data_requests.too_many", most=ROWS)
    cells = {row_id(n): {f"c{m}": c[:LONGEST] for m, c in enumerate(row)} for n, row in enumerate(rows)}
    _write(desk, id, {"$set": {"rows": cells}})


def drop(desk: Desk, id: Id) -> None:
    """Put away what was typed: it was sent."""
    desk.store.transact(lambda session: session.remove_drafts([_key(desk, id)]))


def row_id(n: int) -> str:
    """The name of a row by its place; names sort as places do."""
    return f"r{n:04d}"


def _write(desk: Desk, id: Id, update: Row) -> None:
    row = get_answer(desk, id)
    if not may_answer(desk, row):
        raise Forbidden("data_requests.not_your_unit")
    if not row.owed:
        raise RuleBroken("data_requests.not_owed", status=row.status)
    about = {"user": desk.actor.id, "name": desk.actor.name, "at": desk.now(), "sheet": f"answer:{id}"}
    update["$set"] = {**about, **update["$set"]}

    def work(session: Session) -> None:
        session.upsert("drafts", {"_id": _key(desk, id)}, update)

    desk.store.transact(work)


def _key(desk: Desk, id: Id) -> str:
    return f"answer:{id}:{desk.actor.id}"


__all__ = ["drop", "keep", "of", "put", "row_id"]
