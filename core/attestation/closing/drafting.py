"""Drafts of orders from what a commission decided: nobody comes into two of one kind, however many draft at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from core.db.store import Session, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.orders.acts import draft_step
from core.sheets.drafts import meet
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import OrderKind
from schemas.order import Order, OrderStatus

GONE = [OrderStatus.dropped.value, OrderStatus.cancelled.value]


class Named(Protocol):
    """One who is named: a protocol, a candidacy."""

    @property
    def student(self) -> Ref: ...

    @property
    def study(self) -> Id: ...


def basis_need(kind: OrderKind) -> int | None:
    """Which of a kind's documents the decision of a commission is: the first it needs; None where it asks none."""
    return next((n for n, x in enumerate(kind.bases) if x.needed), 0 if kind.bases else None)


def bound(reader: Store | Session, kind: str, studies: Sequence[Id], since: date | None = None) -> dict[Id, Ref]:
    """Who of these stands in an order of a kind that was not taken back, and in which. since: earlier ones do not
    count (who was expelled once, came back and fails again is in none)."""
    where: dict[str, Any] = {"effective": {"$gte": since.isoformat()}} if since else {}
    where |= {"lines.study": {"$in": list(studies)}, "kind": kind, "status": {"$nin": GONE}}
    only = {"lines.study": 1, "lines.reversed": 1, "number": 1, "kind_name": 1}
    found: dict[Id, Ref] = {}
    for row in reader.rows("orders", where, only) if studies else []:
        label = Text(kk=f"№ {row['number']}") if row.get("number") else Text(**row["kind_name"])
        found |= {x["study"]: Ref(id=row["_id"], label=label) for x in row["lines"]
                  if x["study"] in studies and not x.get("reversed")}  # fmt: skip
    return found


def names_of(of: Named, order: Ref | None) -> dict[str, Any]:
    """Whom a message names, and the order in which he stands."""
    return {"name": of.student.label, "order": order.label if order else "—"}


def draft(
    desk: Desk, commission: Id, kind: str, effective: date, named: Sequence[Named], why: Why, *,
    each: Mapping[Id, Mapping[str, Any]], bases: Sequence[Mapping[str, Any]], since: date | None = None,
) -> Order:  # fmt: skip
    """Draft an order of a kind that names these; RuleBroken where one of them stands in such an order already."""
    pairs = [(x.student.id, x.study) for x in named]

    def work(tx: Tx) -> Order:
        meet(tx.session, f"attestation:{commission}")
        held = bound(tx.session, kind, [s for _, s in pairs], since)
        if twice := next((x for x in named if x.study in held), None):
            raise RuleBroken("attestation.in_order", **names_of(twice, held[twice.study]))
        return draft_step(tx, kind, effective, pairs, each=each, bases=bases, source=commission, note=why.reason)

    given = [commission, kind, effective, pairs]
    return desk.transact("order.draft", work, why, given=given)


__all__ = ["basis_need", "bound", "draft", "names_of"]
