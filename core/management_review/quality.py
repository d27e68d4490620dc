"""Objectives, nonconformities, risks as inputs of a review (ISO 9001, 9.3.2), as their own room tells them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from core.management_review.cells import cell, figure, table
from core.management_review.inputs import Asking
from core.quality.reading import NonconformityLine, summary
from schemas.management_review import PackSection, ReviewInput
from schemas.quality import UNSETTLED, NonconformitySource, NonconformityState, ObjectiveState, RiskLevel


def objectives(asked: Asking) -> PackSection:
    """Plan and fact of every objective of the period."""
    found = summary(asked.desk, asked.first, asked.last).objectives
    rows = []
    for o in found:
        digits = max(_digits(o.plan), _digits(o.fact) if o.fact is not None else 0)
        rows.append([cell(o.number), cell(o.text), cell(o.plan, digits), cell(o.fact, digits), cell(o.unit),
                     cell(o.light), cell(o.due), cell(o.status)])  # fmt: skip
    states = Counter(o.status for o in found)
    return PackSection(
        of=ReviewInput.objectives,
        figures=[figure("objectives", len(found)),
                 *(figure(f"objective_{s.value}", states[s]) for s in ObjectiveState)],
        tables=[table("objectives", "objective text plan fact unit_of light due state", rows)],
    )  # fmt: skip


def nonconformities(asked: Asking) -> PackSection:
    """Those that stood in the period by source and state, and each still open: cause, action, term."""
    told = summary(asked.desk, asked.first, asked.last)
    opened = sorted((n for n in told.nonconformities if n.status in UNSETTLED), key=_urgent)
    rows = [[cell(n.number), cell(n.on), cell(n.text), cell(n.weight), cell(n.cause), cell(n.action),
             cell(n.responsible), cell(n.due), cell(n.status)] for n in opened]  # fmt: skip
    by_source = [[cell(s), cell(told.by_source[s])] for s in NonconformitySource]
    by_state = [[cell(s), cell(told.by_state[s])] for s in NonconformityState]
    return PackSection(
        of=ReviewInput.nonconformities,
        figures=[figure("nonconformities", told.found), figure("stood", len(told.nonconformities)),
                 figure("closed", told.closed), figure("closed_in_time", told.closed_in_time),
                 figure("overdue", told.overdue)],
        tables=[
            table("by_source", "source number", by_source, (1,)), table("by_state", "state number", by_state, (1,)),
            table("unsettled", "nonconformity found_on text weight cause action responsible due state", rows),
        ],
    )  # fmt: skip


def risks(asked: Asking) -> PackSection:
    """The risks that are watched, the highest first, with their measures and what is left after them."""
    told = summary(asked.desk, asked.first, asked.last)
    rows = [
        [cell(r.number), cell(r.text), cell(r.sort), cell(r.level), cell(r.grade), cell(r.residual_level),
         cell(r.measures), cell(r.measures_done), cell(r.review_on)]
        for r in sorted(told.risks, key=lambda r: (-r.level, r.number))
    ]  # fmt: skip
    return PackSection(
        of=ReviewInput.risks,
        figures=[figure("risks", len(told.risks)),
                 *(figure(f"level_{x.value}", told.by_level.get(x, 0)) for x in RiskLevel),
                 figure("measures", told.measures), figure("measures_done", told.measures_done),
                 figure("measures_late", told.measures_late), figure("reviews_late", told.reviews_late)],
        tables=[table("risks", "risk text kind level grade residual measures done review_on", rows)],
    )  # fmt: skip


def _urgent(n: NonconformityLine) -> tuple[date, str]:
    return n.due or date.max, n.number


def _digits(value: Decimal) -> int:
    """How many digits a number needs after the comma."""
    return len(format(value.normalize(), "f").partition(".")[2])


__all__ = ["nonconformities", "objectives", "risks"]
