"""The award: who has the degree by a protocol, what still stands in the way, and the draft of the order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import access, house
from core.attestation import settings
from core.attestation.closing.drafting import basis_need, bound, draft, names_of
from core.attestation.closing.reading import READ, signed
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.orders.asks import fact_key
from core.orders.checks import Found, findings
from schemas.attestation import Protocol
from schemas.base import Id, Ref
from schemas.kinds import AttestationRules, Kind, OrderKind, Sort
from schemas.order import BasisPaper, Order, OrderLine

LONGEST = 60  # letters of a basis number


@dataclass(frozen=True)
class Awarded:
    """One whom a protocol gives the degree. found: what the order would be refused or warned for; order: in which he
    stands already."""

    protocol: Protocol
    found: Sequence[Found] = ()
    order: Ref | None = None

    @property
    def study(self) -> Id:
        return self.protocol.study

    @property
    def ready(self) -> bool:
        """May he be put into an order now?"""
        return self.order is None and not any(f.refuse for f in self.found)


def award_list(desk: Desk, commission: Id, effective: date | None = None) -> list[Awarded]:
    """Who has the degree by the protocols of a commission, as the order of award would find them on a day.

    What the order's own rules find is what stands in the way here: results not closed into the record, debts, holds.
    RuleBroken where the rules of attestation name no order.
    """
    access.require(desk.actor, READ)
    entry, rules = award_kind(), settings.rules()
    protocols = sorted((p for p in signed(desk, commission) if p.award and p.replaced is None),
                       key=lambda p: (p.student.label.kk, p.study))  # fmt: skip
    latest = {p.study: p for p in sorted(protocols, key=lambda p: p.day)}
    protocols = [p for p in protocols if latest[p.study] is p]
    body = entry.as_body(OrderKind)
    order = Order(
        kind=entry.code, kind_name=entry.name, version=Ref(id=entry.id, label=entry.name),
        effective=effective or desk.today(), bases=[BasisPaper.model_validate(b) for b in bases(body, protocols)],
        lines=[OrderLine(student=p.student, study=p.study, number=p.student_number, values=_said(rules, p))
               for p in protocols],
    )  # fmt: skip
    found = findings(desk.store, order, desk.today(), body) if protocols else []
    held = bound(desk.store, entry.code, [p.study for p in protocols])
    return [
        Awarded(p, [f for f in found if f.study == p.study and f.key != "orders.same_day"], held.get(p.study))
        for p in protocols
    ]  # fmt: skip


def award_kind() -> Kind:
    """The kind of order that awards degrees; RuleBroken where the rules name none."""
    code = settings.rules().award_order
    if not code:
        raise RuleBroken("attestation.award_not_set")
    return house.entry(Sort.order, code)


def _said(rules: AttestationRules, protocol: Protocol) -> dict[str, Any]:
    """What the order says of one student: which diploma."""
    said = rules.honours if protocol.honours else rules.plain
    return {fact_key(rules.award_fact): said} if rules.award_fact and said else {}


def bases(kind: OrderKind, protocols: Sequence[Protocol]) -> list[dict[str, Any]]:
    """The protocols as the documents an order rests on: one of each student where the kind asks so, else of each day
    the numbers together, as many rows as they need."""
    need = basis_need(kind)
    if need is None:
        return []
    if kind.bases[need].each:
        return [{"need": need, "number": p.number, "day": plain(p.day), "student": p.student.id} for p in protocols]
    found: list[dict[str, Any]] = []
    for day in sorted({p.day for p in protocols}):
        for number in together(sorted(p.number for p in protocols if p.day == day)):
            found.append({"need": need, "number": number, "day": plain(day)})
    return found


def together(numbers: Sequence[str]) -> list[str]:
    """Numbers joined by commas, cut where a document's number would be too long."""
    found: list[str] = []
    for number in numbers:
        if found and len(found[-1]) + 2 + len(number) <= LONGEST:
            found[-1] += f", {number}"
        else:
            found.append(number)
    return found


def draft_award(
    desk: Desk, commission: Id, effective: date, why: Why, studies: Collection[Id] | None = None
) -> Order:  # fmt: skip
    """Draft the order of award for everybody who is ready, or for these studies: their diploma beside each, the
    protocols as its basis.

    Raises Problems (one of these is not ready, by name), RuleBroken (nobody is ready, one stands in an order already),
    and what drafting raises. Nobody comes into two orders: two people who draft at once meet.
    """
    found = award_list(desk, commission, effective)
    chosen = [a for a in found if (a.ready if studies is None else a.study in studies)]
    if wrong := [a for a in chosen if not a.ready]:
        raise Problems([
            Problem("studies", f.key, f.values) for a in wrong for f in a.found if f.refuse
        ] or [Problem("studies", "attestation.in_order", names_of(a.protocol, a.order)) for a in wrong])  # fmt: skip
    if not chosen:
        raise RuleBroken("attestation.nobody_to_award")
    protocols, rules, kind = [a.protocol for a in chosen], settings.rules(), award_kind()
    return draft(desk, commission, kind.code, effective, protocols, why,
                 each={p.study: _said(rules, p) for p in protocols},
                 bases=bases(kind.as_body(OrderKind), protocols))  # fmt: skip


__all__ = ["Awarded", "award_kind", "award_list", "bases", "draft_award", "together"]
