"""What can be put into a plan beside the curriculum of the year: debts, academic difference, grades to be raised."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core import grading
from core.ledger import difference
from core.registration.rules import ACTIVE, Learner
from schemas.base import Id, Ref
from schemas.study_plan import StudyPlan
from schemas.words import PlanReason


@dataclass(frozen=True)
class Offer:
    """A discipline with the reason it would stand in the plan for; `said`: the letter it has, where it has one."""

    discipline: Ref
    code: str
    credits: Decimal
    reason: PlanReason
    said: str = ""


def offers(plan: StudyPlan, who: Learner) -> list[Offer]:
    """Debts first, then the academic difference, then what is passed and may be raised; what the plan has already is
    not offered again."""
    have = {x.discipline.id for x in plan.lines if x.state in ACTIVE}
    newest = {r["discipline"]["id"]: r for r in grading.of_disciplines(who.study.get("record") or [])}
    found: dict[tuple[PlanReason, Id], Offer] = {}
    for id, row in newest.items():
        attempts = who.attempts.get(id)
        if id in have or attempts is None or not (attempts.passed or attempts.fails):
            continue
        reason = PlanReason.raising if attempts.passed else PlanReason.repeat
        letter = attempts.letter if attempts.passed else row["letter"]
        found[reason, id] = Offer(
            Ref.model_validate(row["discipline"]), row["code"], Decimal(str(row["credits"])), reason, letter
        )
    if who.curriculum is not None and who.course:
        for line in difference(who.study, who.curriculum, who.course * 2 - 1):
            if line.discipline.id not in have:
                reason = PlanReason.difference
                found[reason, line.discipline.id] = Offer(line.discipline, line.code, line.credits, reason)
    order = (PlanReason.repeat, PlanReason.difference, PlanReason.raising)
    return sorted(found.values(), key=lambda o: (order.index(o.reason), o.code))
