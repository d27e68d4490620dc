"""Who did not finish before a commission, why, what follows by the rules, and the order the office drafts for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import house, merged
from core.attestation import settings
from core.attestation.admission import admitted
from core.attestation.candidacies.chance import Chance, next_chance
from core.attestation.candidacies.whom import Begins
from core.attestation.closing.drafting import basis_need, bound, draft, names_of
from core.attestation.closing.reading import READ, signed
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.orders.asks import fact_key
from schemas.attestation import Candidacy, Commission, Protocol
from schemas.attestation.candidacy import COUNTED
from schemas.base import Id, Ref, Text
from schemas.kinds import Kind, OrderKind, Sort
from schemas.order import Order
from schemas.words import Mark

MOST = 3000
# What ends a study by the rules; who is excused, or was not heard yet, is waited for.
ENDS = ("failed", "absent", "not_admitted")


@dataclass(frozen=True)
class Unfinished:
    """One graduate who did not pass one form. why: failed, absent, excused, not_admitted, not_heard; chance: when he
    may come again; order: by which his study ends."""

    candidacy: Candidacy
    why: str
    protocol: Protocol | None = None
    chance: Chance | None = None
    order: Ref | None = None

    @property
    def student(self) -> Ref:
        return self.candidacy.student

    @property
    def study(self) -> Id:
        return self.candidacy.study

    @property
    def ends(self) -> bool:
        """Does his study end by the rules, and is no order drafted yet?"""
        return self.why in ENDS and self.order is None


def unfinished(desk: Desk, commission: Id) -> list[Unfinished]:
    """Everybody before a commission who did not pass, by name: failed, stayed away, not admitted, not heard."""
    where = {"commission.id": commission, "status": {"$in": [s.value for s in COUNTED]}}
    rows = desk.rows(Candidacy, READ, where, {"milestones": 0, "changes": 0}, [("form", 1), ("key", 1)], MOST)
    found = merged.standing(desk.store, map(Candidacy.model_validate, rows))
    if not found:
        return []
    rules, began = settings.rules(), Begins(desk.store, desk.store.load(Commission, commission))
    of = {p.candidacy: p for p in signed(desk, commission) if p.replaced is None}
    waiting = [c.study for c in found if c.id not in of]
    let_in = admitted(desk.store, found[0].year) if waiting else {}
    held = bound(desk.store, rules.failed_order, [c.study for c in found], _since(found)) if rules.failed_order else {}
    out = []
    for c in found:
        protocol = of.get(c.id)
        if protocol is not None and not protocol.passed:
            chance = next_chance(protocol, began(None, c.faculty.id if c.faculty else None), rules)
            out.append(Unfinished(c, _why(protocol), protocol, chance, held.get(c.study)))
        elif protocol is None:
            why = "not_heard" if c.study in let_in or not rules.admission_order else "not_admitted"
            out.append(Unfinished(c, why, order=held.get(c.study)))
    return out


def _why(protocol: Protocol) -> str:
    if protocol.mark is Mark.excused:
        return "excused"
    return "absent" if protocol.mark is Mark.absent else "failed"


def _since(found: Sequence[Candidacy]) -> date | None:
    """From when on an order may be about this attestation: who came back after an earlier one is in none yet."""
    return date(found[0].year, 1, 1) if found else None


def leaving_kind() -> Kind:
    """The kind of order by which who did not pass leaves; RuleBroken where the rules name none."""
    code = settings.rules().failed_order
    if not code:
        raise RuleBroken("attestation.failed_not_set")
    return house.entry(Sort.order, code)


def paper_name() -> Text | None:
    """The certificate the rules name for them; None where they name none."""
    code = settings.rules().failed_paper
    return house.entry(Sort.certificate, code).name if code else None


def draft_leaving(desk: Desk, commission: Id, effective: date, why: Why, studies: Collection[Id]) -> Order:
    """Draft the order on those who did not pass, chosen by the office, with the reason the rules name.

    Who failed in one form leaves though another is still to be heard. Raises Problems (one of these did not fail, or
    stands in such an order), RuleBroken (nobody chosen, no kind is set).
    """
    kind, rules = leaving_kind(), settings.rules()
    rows = [u for u in unfinished(desk, commission) if u.study in studies]
    ended = {u.study: u for u in sorted(rows, key=lambda u: u.protocol is not None) if u.why in ENDS}
    if wrong := [u for u in rows if u.order is not None or u.study not in ended]:
        raise Problems([Problem("studies", "attestation.in_order" if u.order else "attestation.not_ended",
                                names_of(u, u.order)) for u in wrong])  # fmt: skip
    named = [ended[study] for study in dict.fromkeys(u.study for u in rows)]
    if not named:
        raise RuleBroken("attestation.nobody_leaves")
    said = {fact_key(rules.failed_fact): rules.failed_reason} if rules.failed_fact and rules.failed_reason else {}
    return draft(desk, commission, kind.code, effective, named, why, each={u.study: said for u in named},
                 bases=_bases(kind.as_body(OrderKind), named), since=_since([u.candidacy for u in named]))  # fmt: skip


def _bases(kind: OrderKind, named: Sequence[Unfinished]) -> list[dict[str, Any]]:
    """The protocol of each as its basis, where the kind asks one of every student."""
    need = basis_need(kind)
    if need is None or not kind.bases[need].each:
        return []
    return [
        {"need": need, "number": u.protocol.number, "day": plain(u.protocol.day), "student": u.student.id}
        for u in named if u.protocol is not None
    ]  # fmt: skip


__all__ = ["ENDS", "Unfinished", "draft_leaving", "leaving_kind", "paper_name", "unfinished"]
