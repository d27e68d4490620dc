"""The draft of the order on the summer semester: who is registered or has paid, with the disciplines of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import house, orders
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import order_key
from core.orders.acts import NOTE
from core.orders.asks import asks, fact_key
from core.registration.frame import study_rules
from core.summer.lines import Applied, Step
from schemas.base import Id
from schemas.kinds import OrderKind, Sort
from schemas.order import Order
from schemas.term import Term

TAKEN = (Step.paid, Step.registered, Step.seated, Step.passed, Step.failed)


def draft(desk: Desk, term: Term, found: Sequence[Applied], effective: date, why: Why) -> Order:
    """Draft the order of the kind that the rules of registration name for the summer; each student's disciplines stand
    in the fact they name, else in the note. Raises RuleBroken: no kind is set, nobody is registered or has paid."""
    rules = study_rules()
    if not rules.summer_order:
        raise RuleBroken("summer.order_not_set")
    studies: dict[Id, list[Applied]] = {}
    for a in found:
        if a.step in TAKEN:
            studies.setdefault(a.study, []).append(a)
    if not studies:
        raise RuleBroken("summer.order_empty")
    said = {s: "; ".join(sorted((a.discipline.label.kk for a in some), key=order_key)) for s, some in studies.items()}
    kind = house.entry(Sort.order, rules.summer_order).as_body(OrderKind)
    spec = next((a.spec for a in asks(kind) if a.key == fact_key(rules.summer_fact) and not a.whole), None)
    each = {s: {spec.path: text[: spec.longest or NOTE]} for s, text in said.items()} if spec else {}
    notes = {} if spec else {s: text[:NOTE] for s, text in said.items()}
    pairs = [(some[0].student.id, s) for s, some in studies.items()]
    return orders.draft(desk, rules.summer_order, effective, pairs, why, each=each, notes=notes, about=term.label(),
                        source=term.id)  # fmt: skip


__all__ = ["draft"]
