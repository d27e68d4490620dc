"""Promotion: what a study's figures come to under the council's rules. Values in, a verdict with its grounds out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schemas.base import Ref
from schemas.kinds import PromotionModel, PromotionRules
from schemas.promotion import PromotionGround, Verdict


@dataclass(frozen=True)
class Figures:
    """What a promotion looks at: year of study, GPA (the one the rules name), disciplines owed with their fails."""

    course: int
    gpa: Decimal | None
    owed: Sequence[tuple[Ref, int]] = ()


@dataclass(frozen=True)
class Proposal:
    """A verdict (None: the office must decide by itself) and why."""

    verdict: Verdict | None
    grounds: tuple[PromotionGround, ...]


def proposed(of: Figures, rules: PromotionRules, third_fail: int) -> Proposal:
    """The verdict by the rules (domain.md 1.4, 1.8).

    third_fail fails in one unpassed discipline (0: however many), the setting of `study_rules` by which registration
    ends too: expulsion, whatever else. No GPA or no threshold:
    the office decides. Below the threshold: the year is repeated. Reached, with debts: by the model. The GPA is
    compared unrounded.
    """
    if third_fail and any(fails >= third_fail for _, fails in of.owed):
        return Proposal(Verdict.expel, (PromotionGround.third_fail,))
    debts = (PromotionGround.debts,) if of.owed else ()
    if of.gpa is None:
        return Proposal(None, (PromotionGround.no_gpa, *debts))
    threshold = rules.threshold(of.course)
    if threshold is None:
        return Proposal(None, (PromotionGround.no_threshold, *debts))
    if of.gpa < threshold:
        return Proposal(Verdict.repeat, (PromotionGround.below, *(debts or (PromotionGround.summer,))))
    if not of.owed:
        return Proposal(Verdict.promoted, (PromotionGround.reached,))
    if rules.model is PromotionModel.no_debts:
        return Proposal(Verdict.repeat, (PromotionGround.debts,))
    if rules.debts_most is not None and len(of.owed) > rules.debts_most:
        return Proposal(Verdict.repeat, (PromotionGround.many,))
    return Proposal(Verdict.with_debts, (PromotionGround.reached, PromotionGround.debts))


def cleared_by(rules_day: str, year: int) -> date:
    """The day of a promotion into `year` by which debts are cleared («25.08»)."""
    day, month = (int(x) for x in rules_day.split("."))
    return date(year, month, min(day, 28) if month == 2 else day)


def passes_up(verdict: Verdict | None) -> bool:
    """Does this verdict raise the year of study?"""
    return verdict in (Verdict.promoted, Verdict.with_debts)
