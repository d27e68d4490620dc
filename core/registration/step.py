"""What becomes of lines inside an act: registered, dropped, moved up from a waiting list; with the events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from core import notices, tasks
from core.errors import RuleBroken
from core.grouping import leave_steps
from core.grouping.steps import Leaving
from core.registration.frame import holding
from core.registration.rules import Key, moved_up
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref, Text
from schemas.elective import Elective
from schemas.student import Enrolment
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, PlanReason, Role, StudyPlanState, StudyStatus

SETTLED = (StudyPlanState.approved, StudyPlanState.signed)


def registered_step(
    tx: Tx, plan: StudyPlan, lines: Iterable[Id] | None = None, student: Id = "", study: Id = ""
) -> StudyPlan:
    """Register lines of a plan (all that are chosen where none are named): one event of the student with all of them.

    The plan is not saved here: a new one is added, a read one saved by the caller. No checks are asked: acts ask them
    before, the demonstration knows what it does. student, study: where the study stands today, after a merge.
    """
    wanted = None if lines is None else set(lines)
    found = [x for x in plan.lines if (x.state is LineState.chosen if wanted is None else x.id in wanted)]
    if not found:
        return plan
    for line in found:
        line.state, line.waits_since = LineState.registered, None
    tx.append(
        student or plan.student.id, ev.Registered, tx.today, study=study or plan.study, plan=_ref(plan),
        lines=[enrolment(tx, x) for x in found],
    )  # fmt: skip
    return plan


def enrolment(tx: Tx, line: PlanLine) -> Enrolment:
    """A line as it stands in the student's history."""
    return Enrolment(
        id=line.id, term=line.term_code, discipline=line.discipline, code=line.code, credits=line.credits,
        cycle=line.cycle, component=line.component, reason=line.reason, on=tx.today,
    )  # fmt: skip


def dropped_step(
    tx: Tx, plan: StudyPlan, lines: Iterable[Id], student: Id = "", study: Id = "",
    state: LineState = LineState.dropped,
) -> StudyPlan:  # fmt: skip
    """Take lines out: registered ones with an event of the student, who leaves the classes of the discipline as well.

    What was but chosen by hand goes without a trace in the plan (the trail has it); what the curriculum brought stays
    as dropped, so that drawing does not bring it again. RuleBroken where a grade sheet has his name already.
    """
    gone = set(lines)
    if state is LineState.dropped:
        by_hand = (LineState.chosen, LineState.waiting)
        plan.lines = [x for x in plan.lines if x.id not in gone or x.state not in by_hand
                      or x.reason is PlanReason.curriculum]  # fmt: skip
    kept = dropped_steps(tx, [(plan, gone, student or plan.student.id, study or plan.study)], state)
    if kept:
        raise RuleBroken("registration.on_sheet", discipline=kept[0][0], number=kept[0][1])
    return plan


def dropped_steps(
    tx: Tx, parts: Sequence[tuple[StudyPlan, Collection[Id], Id, Id]], state: LineState = LineState.dropped
) -> list[tuple[Text, str]]:
    """Take lines out of many plans, (plan, lines, student, study) each, as one who leaves by an order: all of them stay
    in the plan in this state. Where a grade sheet has a name it stays: (discipline, number of the sheet)."""
    registered: dict[Id, list[PlanLine]] = {}
    asked: dict[Leaving, Text] = {}
    for plan, gone, student, study in parts:
        mine = registered[plan.id] = [x for x in plan.lines if x.id in gone and x.state is LineState.registered]
        for line in plan.lines:
            if line.id in gone:
                line.state, line.waits_since = state, None
        asked |= {(student, study, x.term.id, x.discipline.id): x.discipline.label for x in mine}
    left = leave_steps(tx, list(asked))
    for plan, _, student, study in parts:
        if was := registered[plan.id]:
            tx.append(student, ev.Unregistered, tx.today, study=study, plan=_ref(plan), lines=[x.id for x in was])
    return [(asked[one], number) for one, found in left.items() for _, number in found.kept]


def _ref(plan: StudyPlan) -> Ref:
    return Ref(id=plan.id, label=Text(kk=f"{plan.year}/{(plan.year + 1) % 100:02d}"))


def unsigned(plan: StudyPlan) -> bool:
    """A signed plan that changes is signed no more: it goes back to approved and is to be printed again. Was it?"""
    if plan.state is not StudyPlanState.signed:
        return False
    plan.state, plan.signed_on = StudyPlanState.approved, None
    return True


# places of electives --------------------------------------------------------------------------------------------


def places(tx: Tx, keys: Iterable[Key]) -> dict[Key, Elective]:
    """The electives with a capacity among these (term, discipline), read to be changed: every act that gives or frees
    a place saves them, so two who give the last one meet."""
    wanted = set(keys)
    if not wanted:
        return {}
    where = {
        "term.id": {"$in": sorted({k[0] for k in wanted})},
        "discipline.id": {"$in": sorted({k[1] for k in wanted})},
    }
    found = {(e.term.id, e.discipline.id): e for e in tx.find(Elective, where)}
    return {k: e for k, e in found.items() if k in wanted and e.capacity is not None}


def freed(
    tx: Tx, keys: Iterable[Key], here: Sequence[StudyPlan], known: Mapping[Key, Elective] | None = None
) -> list[StudyPlan]:
    """Count the places of these electives anew and give the free ones to those who wait, in the order in which they
    began to; the other plans so changed.

    here: plans this act changes itself (their lines are counted as they stand now). Who waits in an approved plan is
    registered at once; who does not study any more is passed over and keeps waiting. known: electives that this act
    changes itself.
    """
    changed: list[StudyPlan] = []
    mine = {p.id: p for p in here}
    for key, elective in (places(tx, keys) if known is None else known).items():
        stored = tx.find(StudyPlan, holding(*key, [s.value for s in LineState]), 5000)
        plans = {p.id: mine.get(p.id) or next((c for c in changed if c.id == p.id), p) for p in stored} | {
            p.id: p for p in here
        }
        lines = [(p, x) for p in plans.values() for x in p.lines if (x.term.id, x.discipline.id) == key]
        taken = sum(x.state in (LineState.chosen, LineState.registered) for _, x in lines)
        waiting = {x.id: (p, x) for p, x in lines if x.state is LineState.waiting and _studies(tx, p)}
        assert elective.capacity is not None
        queue = [(x.waits_since or x.at, id) for id, (_, x) in waiting.items()]
        for id in moved_up(queue, elective.capacity - taken):
            plan, line = waiting[id]
            line.state, line.waits_since = LineState.chosen, None
            taken += 1
            if plan.state in SETTLED:
                unsigned(plan)
                registered_step(tx, plan, [line.id])
            if plan.id not in mine:
                changed.append(tx.save(plan))
                tell_advisers(tx, plan, "registration.told_moved_up", discipline=line.discipline.label)
        elective.taken = taken
        if elective.closed is None:
            tx.save(elective)
    return changed


def tell_advisers(tx: Tx, plan: StudyPlan, key: str, **values: Any) -> None:
    """News of a plan to the advisers of its group."""
    scope = {"group": [plan.group]} if plan.group else {}
    people = tasks.holders(tx.session, Role.adviser, None, scope) if scope else []
    for id in {a.id for a in people} - {tx.actor.id}:
        notices.tell(tx, id, key, {"student": plan.student.label, **values}, "study_plan", {"plan": plan.id})


def _studies(tx: Tx, plan: StudyPlan) -> bool:
    """Does he study, as this act leaves it?"""
    state = tx.students([plan.student.id], merged=True)[plan.student.id]
    status = next((s["status"] for s in state["studies"] if s["id"] == plan.study), "")
    return status == StudyStatus.active.value
