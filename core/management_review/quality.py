"""Objectives, nonconformities, risks as inputs of a review (ISO 9001, 9.3.2 c2, c4, e; clauses 29, 32, 37)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from core.management_review.cells import cell, figure, table
from core.management_review.inputs import Asking
from schemas.management_review import PackSection, ReviewInput
from schemas.quality import (
    UNSETTLED,
    Nonconformity,
    NonconformitySource,
    NonconformityState,
    NonconformityWeight,
    Objective,
    ObjectiveState,
    Risk,
    RiskLevel,
    RiskState,
)

MOST = 500


def objectives(asked: Asking) -> PackSection:
    """Plan and fact of every objective whose time meets the period."""
    where = {"first": {"$lte": asked.last.isoformat()}, "due": {"$gte": asked.first.isoformat()}}
    found = [Objective.model_validate(r) for r in
             asked.desk.store.rows("objectives", where, sort=[("number", 1)], limit=MOST)]  # fmt: skip
    rows = []
    for o in found:
        facts = [f for f in o.standing() if f.on <= asked.last]
        fact = facts[-1] if facts else None
        plan = o.plan_on(fact.on if fact else asked.last)
        digits = max(_digits(plan), _digits(fact.value) if fact else 0)
        rows.append([cell(o.number), cell(o.text), cell(plan, digits), cell(fact.value if fact else None, digits),
                     cell(o.unit), cell(o.due), cell(o.status)])  # fmt: skip
    states = Counter(o.status for o in found)
    return PackSection(
        of=ReviewInput.objectives,
        figures=[
            figure("objectives", len(found)),
            *(figure(f"objective_{s.value}", states[s]) for s in ObjectiveState),
        ],
        tables=[table("objectives", "objective text plan fact unit_of due state", rows)],
    )


def nonconformities(asked: Asking) -> PackSection:
    """Those found in the period, by source, weight and state; those still open at its end, the late ones first."""
    stored = asked.desk.store.rows("nonconformities", {"on": asked.days}, sort=[("number", 1)], limit=MOST)
    found = [Nonconformity.model_validate(r) for r in stored]
    states, sources = Counter(n.status for n in found), Counter(n.source for n in found)
    weights = Counter(n.weight for n in found)
    in_time = [n for n in found if n.closed_on and n.due and n.closed_on <= n.due]
    late = [n for n in found if n.status in UNSETTLED and n.due and n.due < asked.desk.today()]
    rows = [
        [cell(n.number), cell(n.on), cell(n.text), cell(n.weight), cell(n.responsible.label if n.responsible else None),
         cell(n.due), cell(n.status)]
        for n in sorted((n for n in found if n.status in UNSETTLED), key=_urgent)
    ]  # fmt: skip
    return PackSection(
        of=ReviewInput.nonconformities,
        figures=[figure("nonconformities", len(found)), *(figure(f"weight_{w.value}", weights[w]) for w in
                 NonconformityWeight), figure("closed", states[NonconformityState.closed]),
                 figure("closed_in_time", len(in_time)), figure("overdue", len(late))],
        tables=[
            table("by_source", "source number", [[cell(s), cell(sources[s])] for s in NonconformitySource], (1,)),
            table("by_state", "state number", [[cell(s), cell(states[s])] for s in NonconformityState]),
            table("unsettled", "nonconformity found_on text weight responsible due state", rows),
        ],
    )  # fmt: skip


def risks(asked: Asking) -> PackSection:
    """The risks that are watched, the highest first, with their measures and what is left after them."""
    where = {"status": RiskState.open.value}
    found = [Risk.model_validate(r) for r in
             asked.desk.store.rows("risks", where, sort=[("level", -1)], limit=MOST)]  # fmt: skip
    levels = Counter(r.grade for r in found)
    today = asked.desk.today()
    measures = [m for r in found for m in r.measures]
    late = sum(m.done_on is None and m.due < today for m in measures)
    rows = [
        [cell(r.number), cell(r.text), cell(r.sort), cell(r.level), cell(r.residual_level), cell(len(r.measures)),
         cell(sum(m.done_on is not None for m in r.measures)), cell(r.review_on)]
        for r in found
    ]  # fmt: skip
    return PackSection(
        of=ReviewInput.risks,
        figures=[figure("risks", len(found)), *(figure(f"level_{x.value}", levels[x]) for x in RiskLevel),
                 figure("measures", len(measures)), figure("measures_late", late),
                 figure("reviews_late", sum(r.review_on < today for r in found))],
        tables=[table("risks", "risk text kind level residual measures done review_on", rows)],
    )  # fmt: skip


def _urgent(n: Nonconformity) -> tuple[date, str]:
    return n.due or date.max, n.number


def _digits(value: Decimal) -> int:
    """How many digits a number needs after the comma."""
    return len(format(value.normalize(), "f").partition(".")[2])


__all__ = ["nonconformities", "objectives", "risks"]
