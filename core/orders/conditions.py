"""The rules a kind of order may ask for (domain.md 5.2): each a small question of one student; figures are the kind's.

Pure: a case in, what is broken out as (message key, values).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import grading
from core.attestation.record import broken as lacking
from core.attestation.record import worded
from core.orders.asks import fact_key, set_key, value
from core.papers.days import due
from schemas.base import Id
from schemas.curriculum import Curriculum
from schemas.kinds import LeaveGround, Structure
from schemas.kinds.orders import Condition, Rule
from schemas.order import Order, OrderLine
from schemas.term import Term

Row = Mapping[str, Any]
Broken = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """What a rule may look at: the order, one study as it stands on the order's day, and the office's days.

    basis: the newest document the order rests on for this student; terms: in order of time; vacations: of the calendar
    (None: none is approved); final: disciplines of the final attestation by the study's curriculum; credits: of its
    programme; holds: how many stand; years: of study in its curriculum (None: it has none); decided: key →
    value of the approved academic difference (None: none stands); plan, structure: that
    curriculum and the template of its intake.
    """

    order: Order
    line: OrderLine
    study: Row
    today: date
    basis: date | None
    terms: Sequence[Term] = ()
    vacations: Sequence[tuple[date, date]] | None = None
    grounds: Mapping[str, LeaveGround] | None = None
    final: frozenset[Id] = frozenset()
    credits: Decimal | None = None
    holds: int = 0
    years: int | None = None
    decided: Mapping[str, Any] | None = None
    plan: Curriculum | None = None
    structure: Structure | None = None

    @property
    def term(self) -> Term | None:
        """The academic period the order leads into: the first that has not ended on its effective day."""
        return next((t for t in self.terms if t.starts and t.ends and t.ends >= self.order.effective), None)


def broken(condition: Condition, case: Case) -> Broken | None:
    """What a condition finds wrong with this student; None where it is kept."""
    found = RULES[condition.rule](condition, case)
    if found is None:
        return None
    values = dict(found)
    return values.pop("key", f"orders.broken.{condition.rule.value}"), values


def _basis_days(c: Condition, case: Case) -> Row | None:
    if case.basis is None:
        return None
    last = due(case.basis, int(c.figure or 0))
    return {"day": case.basis, "last": last} if case.today > last else None


def _before_term(c: Condition, case: Case) -> Row | None:
    term, asked = case.term, case.basis or case.today
    if term is None or term.starts is None:
        return None
    least = int(c.figure or 0)
    return {"term": term.label(), "starts": term.starts, "n": least} if (term.starts - asked).days < least else None


def _vacation(c: Condition, case: Case) -> Row | None:
    if case.vacations is None:
        return {}
    return None if any(a <= case.today <= b for a, b in case.vacations) else {}


def _season(c: Condition, case: Case) -> Row | None:
    at = (case.order.effective.month, case.order.effective.day)
    inside = [first <= at <= last if first <= last else at >= first or at <= last for first, last in c.spans]
    return None if any(inside) else {"days": c.days}


def _ended(study: Row) -> list[Row]:
    return [r for r in study.get("record") or [] if r["state"] != "open"]


def _first_term(c: Condition, case: Case) -> Row | None:
    return None if _ended(case.study) else {}


def _first_fails(c: Condition, case: Case) -> Row | None:
    """Of the earliest term the study has results in."""
    order = {t.code: n for n, t in enumerate(case.terms)}
    record = sorted(_ended(case.study), key=lambda r: (order.get(r["term"], -1), r["term"]))
    first = [r for r in record if r["term"] == record[0]["term"]]
    failed = [r for r in first if r["state"] == "failed"]
    return {"n": len(failed), "term": record[0]["term"]} if failed else None


def _debts(c: Condition, case: Case) -> Row | None:
    n = int(case.study["totals"]["academic_debts"])
    return {"n": n, "most": int(c.figure or 0)} if n > (c.figure or 0) else None


def _credits(c: Condition, case: Case) -> Row | None:
    n = Decimal(str(case.study["totals"]["credits"]))
    return {"n": n, "least": c.figure} if c.figure is not None and n < c.figure else None


def _gpa(c: Condition, case: Case) -> Row | None:
    gpa = case.study["totals"]["gpa"]
    if gpa is not None and c.figure is not None and Decimal(str(gpa)) >= c.figure:
        return None
    return {"gpa": "—" if gpa is None else round(Decimal(str(gpa)), 2), "least": c.figure}


def _attested(c: Condition, case: Case) -> Row | None:
    """Every discipline of the curriculum's final attestation is passed; a curriculum without any proves nothing."""
    record = case.study.get("record") or []
    stand = grading.standing(record)
    passed = {r["discipline"]["id"] for r in record if r["id"] in stand and r["state"] == "passed"}
    return None if case.final and case.final <= passed else {"n": len(case.final - passed)}


def _plan_done(c: Condition, case: Case) -> Row | None:
    earned = Decimal(str(case.study["totals"]["credits"]))
    if case.credits is not None and earned >= case.credits:
        return None
    return {"n": earned, "least": "—" if case.credits is None else case.credits}


def _before_attestation(c: Condition, case: Case) -> Row | None:
    """All of the curriculum but its final attestation is passed; who failed in that itself may come again."""
    found = lacking(case.study, case.plan, case.structure)
    return {"why": worded(found)} if found else None


def _leave_length(c: Condition, case: Case) -> Row | None:
    code = value(case.order, case.line, set_key("leave_ground"))
    until = value(case.order, case.line, set_key("leave_until"))
    ground = (case.grounds or {}).get(str(code or ""))
    if ground is None or not until:
        return None
    last, since = date.fromisoformat(str(until)), case.order.effective
    born = value(case.order, case.line, fact_key(ground.born)) if ground.age else None
    if born:  # where nobody wrote it, the months of the ground hold
        limit = months_after(date.fromisoformat(str(born)), 12 * ground.age)
        if last > limit:
            return {"key": "orders.broken.leave_age", "age": ground.age, "last": limit, "until": last}
    if last <= since or ground.most and last > months_after(since, ground.most):
        return {"n": ground.most, "until": last}
    return {"n": ground.least, "until": last} if last < months_after(since, ground.least) else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def _leave_over(c: Condition, case: Case) -> Row | None:
    until = case.study.get("leave_until")
    return {"until": date.fromisoformat(until)} if until and until > case.order.effective.isoformat() else None


def _holds(c: Condition, case: Case) -> Row | None:
    return {"n": case.holds} if case.holds else None


def _last_year(c: Condition, case: Case) -> Row | None:
    year = case.study.get("year")
    return {"year": year, "years": case.years} if year and case.years and year >= case.years else None


def _difference(c: Condition, case: Case) -> Row | None:
    """What was decided line by line and what the order says are one; without a decision there is nothing to say."""
    if case.decided is None:
        return {}
    other = [k for k, v in case.decided.items() if v is not None and value(case.order, case.line, k) not in (None, v)]
    return {} if other else None


# What a record may lose between the check and the day of effect: asked once more when an order is carried out.
OF_THE_RECORD = frozenset({
    Rule.debts, Rule.credits, Rule.gpa, Rule.attested, Rule.plan_done, Rule.before_attestation, Rule.holds,
})  # fmt: skip
# What runs from a document to the signing, not to the check: measured once more when the order is signed.
OF_SIGNING = frozenset({Rule.basis_days})
RULES: dict[Rule, Callable[[Condition, Case], Row | None]] = {
    Rule.basis_days: _basis_days, Rule.before_term: _before_term, Rule.vacation: _vacation, Rule.season: _season,
    Rule.first_term: _first_term, Rule.first_fails: _first_fails, Rule.debts: _debts, Rule.credits: _credits,
    Rule.gpa: _gpa, Rule.attested: _attested, Rule.plan_done: _plan_done, Rule.leave_length: _leave_length,
    Rule.leave_over: _leave_over, Rule.leave_notice: _before_term, Rule.holds: _holds, Rule.last_year: _last_year,
    Rule.before_attestation: _before_attestation, Rule.difference: _difference,
}  # fmt: skip
