"""The order on a practice: drafted from placements, compared with them ever after; a change needs a further order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core import house
from core.db.store import Row, Session, Store
from core.desk import LONG, Desk, Why
from core.errors import RuleBroken
from core.i18n import date_short, t
from core.orders.acts import draft_step
from core.orders.asks import asks, fact_key
from core.practices.acts import MOST, kind_body, opened
from core.practices.rules import Ordered
from core.tx import Tx
from schemas.base import Id
from schemas.kinds import OrderKind, Sort
from schemas.order import PREPARED, STANDS, Order
from schemas.practice import Placement, Practice, PracticeState

GONE = ("dropped", "cancelled")
LONGEST = 400


@dataclass(frozen=True)
class Standing:
    """How the placements of one practice stand to its orders. late: the first order was signed after its day."""

    of: Mapping[Id, Ordered] = field(default_factory=dict)
    orders: tuple[Row, ...] = ()
    late: bool = False

    def by(self, study: Id) -> Ordered:
        """Of one study."""
        return self.of.get(study, Ordered.none)


def said(one: Placement, of: Practice) -> dict[str, str]:
    """What an order says of a student, by the fact's key: base with its contract, both supervisors, his days."""
    p = one.place
    where = p.base.label.kk if p.base else p.own_place
    if one.contract:
        where = t("practices.base_by_contract", "kk", base=where, number=one.contract.label.kk)
    elif p.own_place:
        where = t("practices.base_by_application", "kk", base=where, number=p.application, day=p.applied_on)
    people = [p.supervisor.label.kk] if p.supervisor else []
    people += [t("practices.from_base", "kk", name=p.base_supervisor)] if p.base_supervisor else []
    found = {"base": where, "supervisor": "; ".join(people), "dates": days_of(one, of)}
    return {fact_key(k): v[:LONGEST] for k, v in found.items() if v}


def days_of(one: Placement, of: Practice) -> str:
    """The days of one student's practice."""
    return f"{date_short(one.place.starts or of.starts)} – {date_short(one.place.ends or of.ends)}"


def orders_of(reader: Store | Session, practices: Sequence[Id]) -> dict[Id, list[Row]]:
    """The orders drafted from these practices that were not dropped or cancelled, the oldest first."""
    where = {"source": {"$in": list(practices)}, "status": {"$nin": list(GONE)}}
    only = {"source": 1, "status": 1, "number": 1, "day": 1, "kind_name": 1, "lines.study": 1, "lines.values": 1,
            "lines.reversed": 1}  # fmt: skip
    found: dict[Id, list[Row]] = {}
    for row in sorted(reader.rows("orders", where, only), key=lambda r: str(r["_id"])):
        found.setdefault(row["source"], []).append(row)
    return found


def standing(of: Practice, placements: Iterable[Placement], orders: Sequence[Row], before: int) -> Standing:
    """How each placement stands to the orders of its practice: the newest that names him speaks."""
    prepared, signed = {s.value for s in PREPARED}, {s.value for s in STANDS}
    lines: dict[Id, tuple[str, Row]] = {}
    for order in orders:
        for line in order["lines"]:
            if not line.get("reversed"):
                lines[line["study"]] = (order["status"], line["values"])
    found: dict[Id, Ordered] = {}
    for one in placements:
        if (there := lines.get(one.study)) is None:
            continue
        status, values = there
        same = all(values[k] == v for k, v in said(one, of).items() if k in values)
        found[one.study] = Ordered.changed if not same else Ordered.draft if status in prepared else Ordered.signed
    first = next((o for o in orders if o["status"] in signed and o.get("day")), None)
    due = of.starts - timedelta(before)
    late = first is not None and date.fromisoformat(str(first["day"])[:10]) > due
    return Standing(found, tuple(orders), late)


def draft(desk: Desk, id: Id, effective: date, why: Why) -> Order:
    """Draft the order of who is placed and stands in none, or was changed after it. Raises RuleBroken: no kind is set,
    nobody waits, a draft of this practice is not signed yet."""

    def work(tx: Tx) -> Order:
        kept = tx.get(Practice, id, scoped=False)
        opened(tx, id)
        body = kind_body(kept.kind)
        if not body.order:
            raise RuleBroken("practices.order_not_set")
        every = tx.find(Placement, {"practice.id": id, "status": PracticeState.open.value}, MOST)
        orders = orders_of(tx.session, [id]).get(id, [])
        if any(o["status"] in {s.value for s in PREPARED} for o in orders):
            raise RuleBroken("practices.order_in_draft")
        how = standing(kept, every, orders, body.before)
        wanted = [p for p in every if p.placed and how.by(p.study) in (Ordered.none, Ordered.changed)]
        if not wanted:
            raise RuleBroken("practices.order_nobody")
        kind = house.entry(Sort.order, body.order).as_body(OrderKind)
        own = {a.key for a in asks(kind) if not a.whole}
        whole = {a.key for a in asks(kind) if a.whole}
        days = {fact_key("from_to"): f"{date_short(kept.starts)} – {date_short(kept.ends)}"}
        each = {p.study: {k: v for k, v in said(p, kept).items() if k in own} for p in wanted}
        return draft_step(
            tx, body.order, effective, [(p.student.id, p.study) for p in wanted], each=each, about=kept.label(),
            values={k: v for k, v in days.items() if k in whole}, source=id, note=why.reason,
        )  # fmt: skip

    return desk.transact("practice.order", work, why, "order.draft", [id, effective], LONG)


__all__ = ["Standing", "days_of", "draft", "orders_of", "said", "standing"]
