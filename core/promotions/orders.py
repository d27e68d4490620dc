"""From an approved promotion to drafts of orders: which kind serves which verdict the setting says, never this code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import house, orders
from core.access import require
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.orders.acts import NOTE
from core.orders.asks import asks, set_key
from core.promotions.papers import why_words
from core.promotions.reading import rules_for
from schemas.base import Id, Text
from schemas.kinds import OrderKind, PromotionRules, Sort
from schemas.kinds.orders import EffectSort
from schemas.kinds.progress import VerdictOrder
from schemas.order import Order
from schemas.promotion import Promotion, PromotionRow, PromotionState

FUNDING = set_key("funding")  # the place of the study that a lost grant changes


@dataclass(frozen=True)
class Planned:
    """One order to be drafted: its kind, whom it names; moved: who is past that year of study already."""

    code: str
    name: Text
    kind: OrderKind
    rows: Sequence[PromotionRow]
    moved: Sequence[PromotionRow]


def planned(desk: Desk, doc: Promotion) -> list[Planned]:
    """The orders a promotion leads to, by the setting in force today; verdicts of one kind stand in one order."""
    require(desk.actor, "promotion.read")
    by: dict[str, list[PromotionRow]] = {}
    for said in _setting(desk, doc):
        by.setdefault(said.kind, []).extend(r for r in doc.rows if r.decided is said.verdict)
    found = []
    for code, rows in by.items():
        if not rows:
            continue
        entry = house.entry(Sort.order, code)
        kind = entry.as_body(OrderKind)
        moved = _moved(desk, kind, rows)
        left = [r for r in rows if r.study not in moved]
        found.append(Planned(code, entry.name, kind, left, [r for r in rows if r.study in moved]))
    return found


def _setting(desk: Desk, doc: Promotion) -> list[VerdictOrder]:
    """What the rules for that year say today, whichever version it was computed by."""
    try:
        return rules_for(desk.store, doc.year, desk.today()).as_body(PromotionRules).orders
    except RuleBroken:
        return []


def _moved(desk: Desk, kind: OrderKind, rows: Sequence[PromotionRow]) -> set[Id]:
    """Where the kind raises the year: who was raised already (by the passage into the year, by another order)."""
    if not any(e.what is EffectSort.next for e in kind.effects):
        return set()
    course = {r.study: r.course for r in rows}
    found = desk.store.rows("students", {"_id": {"$in": sorted({r.student.id for r in rows})}},
                            {"studies.id": 1, "studies.year": 1})  # fmt: skip
    return {s["id"] for r in found for s in r["studies"] if s["id"] in course and s.get("year") != course[s["id"]]}


def draft(desk: Desk, doc: Promotion, code: str, effective: date, why: Why) -> Order:
    """Draft one of them: its students with the grounds beside each, the council's decision as its basis.

    Raises RuleBroken (not approved, nobody left to name), and what drafting raises.
    """
    if doc.state is not PromotionState.approved:
        raise RuleBroken("promotion.order_not_approved")
    of = next((p for p in planned(desk, doc) if p.code == code), None)
    if of is None or not of.rows:
        raise RuleBroken("promotion.order_empty")
    asked = {a.key for a in asks(of.kind) if not a.whole}
    lost = {s.verdict: s.grant_lost for s in _setting(desk, doc) if s.grant_lost}
    each: dict[Id, Mapping[str, Any]] = {
        r.study: {FUNDING: lost[r.decided].value} for r in of.rows
        if FUNDING in asked and r.decided in lost and doc.loses_grant(r)
    }  # fmt: skip
    pairs = [(r.student.id, r.study) for r in of.rows]
    notes = {r.study: (r.note if r.differs and r.note else why_words(r, "kk"))[:NOTE] for r in of.rows}
    return orders.draft(desk, code, effective, pairs, why, each=each, notes=notes, bases=_basis(doc, of.kind),
                        about=doc.label(), source=doc.id)  # fmt: skip


def _basis(doc: Promotion, kind: OrderKind) -> list[dict[str, Any]]:
    need = next((n for n, x in enumerate(kind.bases) if not x.each), None)
    if need is None or doc.decision_day is None:
        return []
    return [{"need": need, "number": doc.decision[:60], "day": plain(doc.decision_day)}]


__all__ = ["Planned", "draft", "planned"]
