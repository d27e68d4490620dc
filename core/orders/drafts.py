"""What somebody has typed into the list of an order and not saved: kept at every cell, by person, as typed.

It is no act and changes nothing in the order; it outlives errors, other pages and another person's save. Of each cell
it is kept what stood there when it was first touched: a change of somebody else's meanwhile is seen beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core import access
from core.db.store import Row, Session
from core.desk import Desk
from core.errors import RuleBroken
from core.orders.asks import kind_of
from core.orders.cells import columns, shown
from schemas.base import Id
from schemas.kinds import OrderKind
from schemas.order import Order, OrderStatus

RIGHT = "order.draft"
LONGEST = 400  # letters of one cell
Cells = dict[str, str]


@dataclass(frozen=True)
class Draft:
    """One person's typing, by study and column: `now` as typed, `was` as it stood when first touched."""

    now: Mapping[Id, Cells] = field(default_factory=dict)
    was: Mapping[Id, Cells] = field(default_factory=dict)


def of(desk: Desk, id: Id) -> Draft:
    """What this person has typed into an order."""
    row = desk.store.one("drafts", {"_id": _key(desk, id)}) or {}
    rows = row.get("rows") or {}
    return Draft({s: r.get("now") or {} for s, r in rows.items()}, {s: r.get("was") or {} for s, r in rows.items()})


def others(desk: Desk, id: Id) -> list[tuple[str, datetime]]:
    """Who else has typed something not saved yet: (name, when)."""
    rows = desk.store.rows("drafts", {"sheet": _place(id)}, {"rows": 0}, limit=20)
    return [(r["name"], r["at"]) for r in rows if r["user"] != desk.actor.id]


def keep(desk: Desk, id: Id, edits: Iterable[tuple[Id, str, str]]) -> None:
    """Keep typed cells (study, column, text). Raises RuleBroken when it is no draft (any more) or there is no such
    cell."""
    access.require(desk.actor, RIGHT)
    order = desk.get(Order, id, RIGHT)
    if order.status is not OrderStatus.draft:
        raise RuleBroken("orders.not_draft", order=order.label(), status=order.status)
    kind = kind_of(desk.store, order)
    known, held = set(columns(kind)), of(desk, id)
    sets: Row = {}
    for study, column, text in edits:
        line = order.line_of(study)
        if line is None or column not in known:
            raise RuleBroken("sheets.no_such_cell")
        sets[f"rows.{study}.now.{column}"] = text[:LONGEST]
        if column not in held.was.get(study, {}):
            sets[f"rows.{study}.was.{column}"] = shown(kind, order, line, "kk")[column]
    about = {"user": desk.actor.id, "name": desk.actor.name, "at": desk.now(), "sheet": _place(id)}

    def work(session: Session) -> None:
        session.upsert("drafts", {"_id": _key(desk, id)}, {"$set": {**about, **sets}})

    if sets:
        desk.store.transact(work)


def drop(desk: Desk, id: Id) -> None:
    """Put away what this person has typed: it was saved, or is no longer wanted."""
    desk.store.transact(lambda session: session.remove_drafts([_key(desk, id)]))


def met(kind: OrderKind, order: Order, draft: Draft) -> dict[tuple[Id, str], str]:
    """Cells that somebody saved otherwise after they were typed into: what stands there now, in Kazakh words."""
    found: dict[tuple[Id, str], str] = {}
    for line in order.lines:
        if (was := draft.was.get(line.study)) and (now := shown(kind, order, line, "kk")):
            mine = draft.now.get(line.study, {})
            found |= {(line.study, c): now[c] for c, text in was.items()
                      if c in now and now[c] not in (text, mine.get(c))}  # fmt: skip
    return found


def _place(id: Id) -> str:
    return f"order:{id}"


def _key(desk: Desk, id: Id) -> str:
    return f"{_place(id)}|{desk.actor.id}"
