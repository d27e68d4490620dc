"""The acts on one individual study plan: choices, handing in, approving, signing, payment. Every check is asked inside
the act, so two people who work on one plan never let through what neither saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from core import access, four_eyes, notices
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import office_day
from core.registration.drawing import renew, wished
from core.registration.frame import Case, holding, in_act
from core.registration.refusing import asked, attempted, may_override, no_reason, weigh
from core.registration.rules import ACTIVE, Breach, Key, Stage, Wish, breaches
from core.registration.step import SETTLED, dropped_step, freed, registered_step, unsigned
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.study_plan import Payment, PlanLine, StudyPlan
from schemas.words import LineState, PlanReason, StudyPlanState

Forces = Mapping[str, str] | None


def choose(
    desk: Desk, plan: Id, revision: int, wishes: Sequence[Wish], why: Why, forced: Forces = None,
    instead: Sequence[Id] = (),
) -> StudyPlan:  # fmt: skip
    """Choose disciplines for a plan: electives, repeats, academic difference, raising a grade, mobility.

    instead: ids of lines not yet registered that these choices replace. forced: {check: reason}, needs plan.override.
    A full elective is chosen into its waiting list. The plan goes back to draft (a signature with it) until it is
    handed in and approved again; what is registered stays so. Raises NotRegistered with every check that refuses,
    written down for the auditor; Problems for no choice at all; StaleRevision.
    """
    if not wishes and not instead:
        raise Problems([Problem("wishes", "registration.nothing_chosen")])

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        forces = asked(doc, forced, may_override(tx))
        case = case_of(tx, doc, [w.discipline for w in wishes])
        who = case.learners[doc.study]
        gone = replaced(doc, wishes, instead)
        keys = [key_of(x) for x in doc.lines if x.id in gone]
        dropped_step(tx, doc, gone, who.student, who.study["id"])
        new = [wished(tx.new_id(), tx.now, w, who, case.frame) for w in wishes]
        keys += [key_of(x) for x in new]
        seat(tx, new, case)
        doc.lines += new
        found = breaches(doc.lines, [x.id for x in new], who, case.frame, Stage.choosing, doc.forced)
        doc.forced = [f for f in doc.forced if f.term not in {x.term.id for x in new}]
        weigh(tx, doc, found, forces, case.frame.terms)
        reopened(doc)
        renew(doc, who.student, case.students[doc.study], who)
        freed(tx, keys, [doc])
        return tx.save(doc)

    given = {"plan": plan, "wishes": [w.__dict__ for w in wishes], "instead": list(instead), "forced": forced or {}}
    return attempted(desk, "plan.choose", work, why, "plan.choose", given)


def drop(desk: Desk, plan: Id, revision: int, line_ids: Sequence[Id], why: Why, forced: Forces = None) -> StudyPlan:
    """Take disciplines out of a plan, in the window. What is registered is taken out by the office only (plan.approve)
    and leaves the student's history by an event; a choice by whoever may choose. A place that becomes free goes to the
    first who waits. A signed plan is signed no more. Raises NotRegistered (window, closed term), Problems, Forbidden.
    """
    if not line_ids:
        raise Problems([Problem("lines", "registration.nothing_chosen")])

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        lines = lines_of(doc, line_ids, ACTIVE + (LineState.rechoose,))
        if any(x.state is LineState.registered for x in lines):
            access.within(tx.actor, "plan.approve", StudyPlan, plain(doc))
        forces = asked(doc, forced, may_override(tx))
        case = case_of(tx, doc, [])
        who = case.learners[doc.study]
        found = breaches(doc.lines, line_ids, who, case.frame, Stage.dropping)
        found = [b for b in found if b.check != "status"]  # who left is taken out too
        weigh(tx, doc, found, forces, case.frame.terms)
        keys = [key_of(x) for x in lines]
        dropped_step(tx, doc, line_ids, who.student, who.study["id"])
        terms = {x.term.id for x in lines}
        doc.forced = [f for f in doc.forced if f.term not in terms]
        unsigned(doc)
        freed(tx, keys, [doc])
        return tx.save(doc)

    right = "plan.choose" if desk.may("plan.choose") else "plan.approve"
    given = {"plan": plan, "lines": list(line_ids), "forced": forced or {}}
    return attempted(desk, "plan.drop", work, why, right, given)


def submit(desk: Desk, plan: Id, revision: int, why: Why, forced: Forces = None) -> StudyPlan:
    """Hand a plan in to the office: now blocks, load and what the curriculum demands must be complete too."""

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        if doc.state is not StudyPlanState.draft:
            raise RuleBroken("registration.not_draft", state=doc.state)
        forces = asked(doc, forced, may_override(tx))
        case = case_of(tx, doc, [])
        who = case.learners[doc.study]
        found = breaches(doc.lines, unregistered(doc), who, case.frame, Stage.submitting, doc.forced)
        weigh(tx, doc, found, forces, case.frame.terms)
        doc.state, doc.returned = StudyPlanState.submitted, ""
        doc.submitted = Stamp(at=tx.now, by=tx.actor.id)
        renew(doc, who.student, case.students[doc.study], who)
        return tx.save(doc)

    given = {"plan": plan, "forced": forced or {}}
    return attempted(desk, "plan.submit", work, why, "plan.choose", given)


def approve(desk: Desk, plan: Id, revision: int, why: Why, forced: Forces = None) -> StudyPlan:
    """The office approves a plan that was handed in by somebody else: all checks again, then every chosen discipline
    is registered by one event of the student, or none. What waits in an elective's list goes on waiting."""

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        if doc.state is not StudyPlanState.submitted:
            raise RuleBroken("registration.not_submitted", state=doc.state)
        four_eyes.check(tx, "plan.approve", doc.submitted.by if doc.submitted else None)
        forces = asked(doc, forced, may_override(tx))
        case = case_of(tx, doc, [])
        who = case.learners[doc.study]
        found = breaches(doc.lines, unregistered(doc), who, case.frame, Stage.approving, doc.forced)
        weigh(tx, doc, found, forces, case.frame.terms)
        renew(doc, who.student, case.students[doc.study], who)
        registered_step(tx, doc, None, who.student, who.study["id"])
        approved(tx, doc)
        return tx.save(doc)

    given = {"plan": plan, "forced": forced or {}}
    return attempted(desk, "plan.approve", work, why, "plan.approve", given)


def give_back(desk: Desk, plan: Id, revision: int, why: Why) -> StudyPlan:
    """Give a plan back to whoever handed it in, with the reason; he is told."""
    no_reason(why)

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        if doc.state is not StudyPlanState.submitted:
            raise RuleBroken("registration.not_submitted", state=doc.state)
        doc.state, doc.returned = StudyPlanState.draft, why.reason.strip()
        if doc.submitted and doc.submitted.by != tx.actor.id:
            values = {"student": doc.student.label, "reason": doc.returned}
            notices.tell(tx, doc.submitted.by, "registration.told_back", values, "study_plan", {"plan": doc.id})
        return tx.save(doc)

    return desk.transact("plan.give_back", work, why, right="plan.approve", given={"plan": plan})


def sign(desk: Desk, plan: Id, revision: int, day: date, why: Why) -> StudyPlan:
    """The student signed the printed plan on a day: not before it was approved, not in days to come."""

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        if doc.state is not StudyPlanState.approved:
            raise RuleBroken("registration.not_approved", state=doc.state)
        if day > tx.today:
            raise Problems([Problem("signed_on", "registration.signed_ahead")])
        if doc.approved and day < (since := office_day(doc.approved.at)):
            raise Problems([Problem("signed_on", "registration.signed_early", {"day": since})])
        doc.state, doc.signed_on = StudyPlanState.signed, day
        return tx.save(doc)

    return desk.transact("plan.sign", work, why, right="plan.sign", given={"plan": plan, "day": day})


def pay(desk: Desk, plan: Id, revision: int, line_id: Id, payment: Payment | dict[str, Any], why: Why) -> StudyPlan:
    """The payments office marks a repeated discipline as paid for; the mark may be put right the same way."""
    try:
        mark = payment if isinstance(payment, Payment) else Payment.model_validate(payment)
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        line = lines_of(doc, [line_id], ACTIVE)[0]
        if mark.day > tx.today:
            raise Problems([Problem("day", "registration.paid_ahead")])
        line.payment = mark.model_copy(update={"by": Stamp(at=tx.now, by=tx.actor.id)})
        return tx.save(doc)

    given = {"plan": plan, "line": line_id, "payment": plain(mark)}
    return desk.transact("plan.pay", work, why, right="plan.pay", given=given)


def admit_waiting(desk: Desk, plan: Id, revision: int, line_id: Id, why: Why, forced: Forces = None) -> StudyPlan:
    """Give a place to one who waits, out of turn or beyond the capacity: only by an override of the check «order»."""

    def work(tx: Tx) -> StudyPlan:
        doc = tx.get(StudyPlan, plan, revision)
        line = lines_of(doc, [line_id], (LineState.waiting,))[0]
        forces = asked(doc, forced, may_override(tx))
        case = case_of(tx, doc, [])
        who = case.learners[doc.study]
        found = breaches(doc.lines, [line.id], who, case.frame, Stage.approving, doc.forced)
        key, values = "order", {"discipline": line.discipline.label}
        found = [b for b in found if b.check not in ("block", "mandatory", "load_least")]
        found.append(Breach("order", key, line.term.id, line.discipline, line.id, values))
        weigh(tx, doc, found, forces, case.frame.terms)
        line.state, line.waits_since = LineState.chosen, None
        if doc.state in SETTLED:
            unsigned(doc)
            registered_step(tx, doc, [line.id], who.student, who.study["id"])
        freed(tx, [key_of(line)], [doc])
        return tx.save(doc)

    given = {"plan": plan, "line": line_id, "forced": forced or {}}
    return attempted(desk, "plan.admit_waiting", work, why, "plan.approve", given)


# steps that the acts share --------------------------------------------------------------------------------------


def case_of(tx: Tx, doc: StudyPlan, more: Sequence[Id]) -> Case:
    """What the checks of one plan look at."""
    return in_act(tx, doc.year, [(doc.student.id, doc.study)], [doc], more)


def lines_of(doc: StudyPlan, ids: Sequence[Id], states: Sequence[LineState]) -> list[PlanLine]:
    """Lines of a plan by id; Problems for one that is not there or stands in another state."""
    found = {x.id: x for x in doc.lines}
    wrong = [i for i in ids if i not in found or found[i].state not in states]
    if wrong:
        raise Problems([Problem(i, "registration.no_such_line") for i in wrong])
    return [found[i] for i in ids]


def key_of(line: PlanLine) -> Key:
    """Term and discipline."""
    return line.term.id, line.discipline.id


def replaced(doc: StudyPlan, wishes: Sequence[Wish], instead: Sequence[Id]) -> list[Id]:
    """Lines that choices replace: those named, and of what was closed (an alternative of the same block; in summer any
    application) one for each new choice."""
    lines_of(doc, instead, (LineState.chosen, LineState.waiting, LineState.rechoose))
    gone = list(instead)
    for wish in wishes:
        open_ = [
            x.id for x in doc.lines
            if x.state is LineState.rechoose and x.term.id == wish.term and x.id not in gone
            and (x.reason is PlanReason.elective) == (wish.reason is PlanReason.elective)
            and (not wish.block or x.block == wish.block)
        ]  # fmt: skip
        gone += open_[:1]
    return gone


def seat(tx: Tx, new: Sequence[PlanLine], case: Case) -> None:
    """Choices of a full elective, or of one that others wait for, go to the end of its list."""
    for line in new:
        key = key_of(line)
        elective = case.frame.electives.get(key)
        if elective is None or elective.capacity is None or elective.closed is not None:
            continue
        if key not in case.queued:
            case.queued[key] = waits(tx, key)
        if case.queued[key] or case.taken.get(key, 0) >= elective.capacity:
            line.state, line.waits_since = LineState.waiting, tx.now + timedelta(milliseconds=case.last)
            case.last += 1
        else:
            case.taken[key] = case.taken.get(key, 0) + 1


def waits(tx: Tx, key: Key) -> bool:
    """Does anybody wait for this elective?"""
    return tx.session.one("study_plans", holding(*key, [LineState.waiting.value]), {"_id": 1}) is not None


def unregistered(doc: StudyPlan) -> list[Id]:
    """Lines that are to be registered or wait."""
    return [x.id for x in doc.lines if x.state in (LineState.chosen, LineState.waiting)]


def reopened(doc: StudyPlan) -> None:
    """A changed plan is drawn up again; its signature was for another one."""
    doc.state, doc.signed_on = StudyPlanState.draft, None


def approved(tx: Tx, doc: StudyPlan) -> None:
    """The mark of the office's approval."""
    doc.state, doc.approved, doc.returned = StudyPlanState.approved, Stamp(at=tx.now, by=tx.actor.id), ""
    doc.signed_on = None
