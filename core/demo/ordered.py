"""Orders of the story: drafted, signed, copied to HR and carried out as every order is, each step by who takes it.

What an order is checked for is settled by the story itself, so nothing is asked of a base that is not there yet; all
that an order means (its events, its number, its text, its trail) stands in core.orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.demo.memory import MemoryDesk
from core.desk import Why
from core.orders.acts import draft_step, stage
from core.orders.applying import basis_of, moved
from core.orders.life import checksum, once
from core.orders.text import agreed_to, freeze
from core.tx import Tx
from schemas.base import Id, Text
from schemas.kinds import OrderKind, Sort
from schemas.order import HandedCopy, Order, OrderStatus, OrderStep

SIGNER = Text(
    kk="Ректор Ғалым Майлыбай (ойдан шығарылған)", ru="Ректор Галым Майлыбай (вымышленный)",
    en="Rector Galym Mailybai (fictional)",
)  # fmt: skip
Values = Mapping[str, Any]


def ordered(
    desks: Mapping[str, MemoryDesk], code: str, day: date, lines: Sequence[tuple[Id, Id, Values]], why: Sequence[Why],
    paper: str = "",
) -> Order:  # fmt: skip
    """An order of a kind of this day for (student, study, what it says of him), carried out. why: of its three acts;
    paper: the number of the document it rests on."""
    author, signer, hr = (desks[name] for name in ("senior", "head", "hr"))
    held: list[Order] = []

    def draft(tx: Tx) -> Order:
        kind = tx.kind(Sort.order, code).as_body(OrderKind)
        each = {study: values for _, study, values in lines}
        order = draft_step(
            tx, code, day, [(s, y) for s, y, _ in lines], each=each, bases=_bases(kind, day, lines, paper)
        )
        agreed_to(order, kind)
        order.extract_wording = {}  # of years ago: they lie in the personal files long since
        order.status = OrderStatus.checked
        stage(tx, order, OrderStep.checked)
        held.append(order)
        return order

    def sign(tx: Tx) -> Order:
        order = tx.get(Order, held[0].id)
        kind = tx.kind(Sort.order, code).as_body(OrderKind)
        stage(tx, order, OrderStep.agreed)
        order.number = tx.numbered(kind.mask)
        order.day, order.year, order.signer, order.status = day, day.year, SIGNER, OrderStatus.signed
        order.once = once(order)
        freeze(tx.session, order, kind, tx.today)
        order.checksum = checksum(order)
        stage(tx, order, OrderStep.signed)
        if not kind.copy_first:
            _carried_out(tx, order, kind)
        return tx.save(order)

    def receive(tx: Tx) -> Order:
        order = tx.get(Order, held[0].id)
        kind = tx.kind(Sort.order, code).as_body(OrderKind)
        order.copy_hr = HandedCopy(day=day, name=hr.actor.name, by=tx.who())
        stage(tx, order, OrderStep.received, hr.actor.name)
        if order.status is OrderStatus.signed:
            _carried_out(tx, order, kind)
        return tx.save(order)

    author.transact("order.draft", draft, why[0])
    made = signer.transact("order.sign", sign, why[1])
    based = Why(why[2].reason, basis_of(made), why[2].command)
    return hr.transact("order.receive", receive, based)


def _carried_out(tx: Tx, order: Order, kind: OrderKind) -> None:
    states = tx.students([x.student.id for x in order.lines])
    for line in order.lines:
        moved(tx, order, kind, line, states[line.student.id])
    order.status, order.applied_on = OrderStatus.applied, tx.today
    stage(tx, order, OrderStep.applied)


def _bases(kind: OrderKind, day: date, lines: Sequence[tuple[Id, Id, Values]], paper: str) -> list[dict[str, Any]]:
    """Every document the kind asks for, of that day."""
    found: list[dict[str, Any]] = []
    for n, need in enumerate(kind.bases):
        if need.needed:
            owners = [s for s, _, _ in lines] if need.each else [None]
            found += [{"need": n, "number": paper or "б/н", "day": day, "student": owner} for owner in owners]
    return found
