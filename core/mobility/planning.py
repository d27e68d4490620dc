"""The learning agreement in the student's own plan: lines with the reason «mobility», by the door of registration."""

from __future__ import annotations

from collections.abc import Mapping

from core import merged, registration
from core.desk import Desk, Why
from core.errors import RuleBroken, StaleRevision
from core.registration import Wish
from schemas.base import Id
from schemas.mobility import Mobility, MobilityWay
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason

OPEN = (LineState.chosen, LineState.waiting, LineState.rechoose)
ACTIVE = (LineState.chosen, LineState.waiting, LineState.registered)


def in_plan(desk: Desk, stay: Mobility) -> dict[Id, PlanLine]:
    """Which lines of an agreement stand in the plan of the year, and how: line id → line of the plan."""
    plan = plan_of(desk, stay)
    mine = [x for x in plan.lines if x.term.id == stay.term.id and x.state in ACTIVE] if plan else []
    found: dict[Id, PlanLine] = {}
    for line in stay.lines:
        fitting = [x for x in mine if line.discipline and x.discipline.id == line.discipline.id]
        if fitting:
            found[line.id] = next((x for x in fitting if x.reason is PlanReason.mobility), fitting[0])
    return found


def plan_of(desk: Desk, stay: Mobility) -> StudyPlan | None:
    """The plan of the year in which the stay falls; None where there is none."""
    year = _year(desk, stay)
    _, study = merged.whose(desk.store, stay.student.id, stay.study)
    return registration.plan_of(desk, study, year) or (
        registration.plan_of(desk, stay.study, year) if study != stay.study else None
    )


def _year(desk: Desk, stay: Mobility) -> int:
    row = desk.store.one("terms", {"_id": stay.term.id})
    if row is None:
        raise RuleBroken("mobility.no_term")
    return Term.model_validate(row).year


def choose(desk: Desk, id: Id, revision: int, why: Why, forced: Mapping[str, str] | None = None) -> StudyPlan:
    """Put the disciplines of a learning agreement that stand for ours into the student's plan; it is then handed in and
    approved as any other. A student without a plan of that year gets one.

    What the curriculum brought and is not registered yet gives way to its line of mobility. Raises RuleBroken where
    nothing is left to be put in, NotRegistered with every check that refuses, StaleRevision.
    """
    stay = desk.get(Mobility, id, "mobility.edit")
    if stay.revision != revision:
        user = desk.store.one("users", {"_id": stay.updated.by}, {"name": 1}) if stay.updated else None
        raise StaleRevision(
            "errors.stale_revision", kind=stay.collection, id=id, revision=stay.revision,
            by=(user or {}).get("name", ""), at=stay.updated.at if stay.updated else None,
        )  # fmt: skip
    if stay.way is not MobilityWay.out:
        raise RuleBroken("mobility.guest_by_sheets")
    if stay.state.value not in ("planned", "running"):
        raise RuleBroken("mobility.over", state=stay.state)
    plan = plan_of(desk, stay)
    if plan is None:
        pair = merged.whose(desk.store, stay.student.id, stay.study)
        drawn = registration.draw(desk, [pair], _year(desk, stay),
                                  Why(why.reason, why.basis, f"{why.command}:draw", why.code))  # fmt: skip
        if drawn.named:
            raise RuleBroken(drawn.named[0].key, **drawn.named[0].values)
        plan = plan_of(desk, stay)
        if plan is None:
            raise RuleBroken("mobility.no_plan")
    wishes, instead = wished(stay, plan)
    if not wishes:
        raise RuleBroken("mobility.nothing_to_choose")
    return registration.choose(desk, plan.id, plan.revision, wishes, why, forced, instead)


def wished(stay: Mobility, plan: StudyPlan) -> tuple[list[Wish], list[Id]]:
    """What is to be chosen of an agreement, and the lines of the plan (not registered yet) that give way to it."""
    wishes: list[Wish] = []
    instead: list[Id] = []
    for line in stay.lines:
        if line.discipline is None or line.recognised:
            continue
        mine = [x for x in plan.lines if x.discipline.id == line.discipline.id]
        if any(
            x.term.id == stay.term.id and x.state in ACTIVE
            and (x.reason is PlanReason.mobility or x.state is LineState.registered) for x in mine
        ):  # fmt: skip
            continue
        credits = line.credits or None
        note = f"{stay.number}: {stay.partner}"[:200]
        wishes.append(Wish(stay.term.id, line.discipline.id, PlanReason.mobility, credits=credits, note=note))
        instead += [x.id for x in mine if x.state in OPEN]
    return wishes, instead


__all__ = ["choose", "in_plan", "plan_of", "wished"]
