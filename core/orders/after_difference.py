"""From an approved academic difference to the order that rests on it: which kinds take from one, and the draft."""

from __future__ import annotations

from core import house
from core.desk import Desk
from core.orders.asks import asks, set_key
from schemas.base import Text
from schemas.difference import STANDING, Difference
from schemas.kinds import OrderKind, Sort
from schemas.kinds.after import FactSource
from schemas.kinds.orders import Rule


def takers(desk: Desk, doc: Difference) -> dict[str, Text]:
    """The kinds of order that take what a standing difference decided and fit how its study stands: code -> name; who
    must obey a difference first. None while nothing is approved or the user drafts no orders."""
    if doc.status not in STANDING or not desk.may("order.draft"):
        return {}
    row = desk.store.one("students", {"_id": doc.student.id}, {"studies.id": 1, "studies.status": 1}) or {}
    status = next((s["status"] for s in row.get("studies") or [] if s["id"] == doc.study), None)
    found = [(k, k.as_body(OrderKind)) for k in house.entries(Sort.order)]
    fit = [(k, body) for k, body in found if status in {s.value for s in body.statuses} and _takes(body)]
    fit.sort(key=lambda f: all(c.rule is not Rule.difference for c in f[1].conditions))
    return {k.code: k.name for k, _ in fit}


def _takes(kind: OrderKind) -> bool:
    asked = {a.key for a in asks(kind)}
    dated = any(f.source is FactSource.difference for f in kind.facts)
    return dated or {set_key("year"), set_key("curriculum")} <= asked


__all__ = ["takers"]
