"""A group registered or disciplines dropped: 50 students an act, all or nothing for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import access, four_eyes, jobs
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import OfficeError, Problems, RuleBroken
from core.registration.acts import approved, key_of, lines_of, seat
from core.registration.drawing import (
    BATCH,
    Named,
    Nothing,
    Pair,
    about_name,
    need_terms,
    out_of_scope,
    place,
    plans_of,
    renew,
)
from core.registration.frame import Case, in_act
from core.registration.groups.asked import Asked, Outcome
from core.registration.groups.weighing import Tried, approves_only, disciplines_of, weighed
from core.registration.refusing import asked as asked_forces
from core.registration.refusing import refusal, weigh
from core.registration.rules import ACTIVE, SEATED, Learner
from core.registration.step import dropped_step, freed, registered_step, unsigned
from core.tx import Tx
from schemas.base import Document, Id
from schemas.study_plan import StudyPlan
from schemas.words import LineState, StudyPlanState


def register_group(desk: Desk, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    """Begin the registration of a group as a long work; its id. Of its students each is registered whole or named.

    seen: revisions of the preview; whoever's plan changed since is left out and named. Its result: `Outcome.row()`.
    """
    return _begin(desk, "registration.group", asked, seen, why)


def drop_group(desk: Desk, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    """Begin to take disciplines (asked.drop) out of the plans of a group; as `register_group`."""
    return _begin(desk, "registration.drop", asked, seen, why)


def _begin(desk: Desk, kind: str, asked: Asked, seen: Mapping[Id, int], why: Why) -> Id:
    if asked.forced:
        asked_forces(StudyPlan.model_construct(), asked.forced, lambda _: _may(desk))
    params = {"asked": asked.row(), "seen": dict(seen)}
    return jobs.begin(desk, kind, params, why, total=len(asked.studies))


def _may(desk: Desk) -> None:
    access.require(desk.actor, "plan.override")


def carry_out(
    desk: Desk, asked: Asked, seen: Mapping[Id, int] | None, why: Why, part: Sequence[Pair] | None = None
) -> Outcome:
    """One act: register these (`part`: 50 at most; else all of `asked` in several acts), or drop where `asked.drop`.

    Where an act of many fails for one, each is tried alone, so that nobody suffers for another.
    """
    if part is None:
        total = Outcome()
        for n in range(0, len(asked.studies), BATCH):
            mine = replace(why, command=f"{why.command}:{n // BATCH}")
            total.add(carry_out(desk, asked, seen, mine, asked.studies[n : n + BATCH]))
        return total
    kept: list[Outcome] = []

    def work(tx: Tx) -> Document:
        kept.clear()
        subject, outcome = _step(tx, asked, part, seen)
        kept.append(outcome)
        if subject is None:
            raise Nothing
        return subject

    action = "plan.drop_group" if asked.drop else "plan.register_group"
    try:
        desk.transact(action, work, why, "plan.approve", {"asked": asked.row(), "part": list(part)})
    except Nothing:
        pass
    except Problems:
        raise
    except OfficeError as e:
        if len(part) == 1 or e.key in ("errors.unavailable", "errors.forbidden", "registration.no_terms"):
            raise
        total = Outcome()
        for pair in part:
            try:
                total.add(carry_out(desk, asked, seen, replace(why, command=f"{why.command}:{pair[1]}"), [pair]))
            except OfficeError as no:
                total.named.append(_unreadable(desk, pair, no))
        return total
    return kept[0]


def _unreadable(desk: Desk, pair: Pair, no: OfficeError) -> Named:
    row = desk.store.one("students", {"_id": pair[0]}, {"number": 1, "name": 1}) or {}
    name = about_name(row) if row else about_name({"name": {"last": "—", "first": "—"}})
    return Named(*pair, row.get("number", ""), name, no.key, dict(no.values))


def _step(tx: Tx, asked: Asked, part: Sequence[Pair], seen: Mapping[Id, int] | None) -> tuple[Document | None, Outcome]:
    asked_forces(StudyPlan.model_construct(), asked.forced, lambda _: None)
    plans = plans_of(tx, part, asked.year)
    case = in_act(tx, asked.year, part, plans.values(), disciplines_of(asked))
    need_terms(case)
    out, touched, keys = Outcome(), [], set()
    hands: dict[str, tuple[str, Row] | None] = {}
    subject: Document | None = None
    for student, study in part:
        row, old = case.students[study], plans.get(study)
        tried = weighed(case, asked, student, study, tx.new_id, tx.now, lambda new: seat(tx, new, case))
        no = tried.no or out_of_scope(tx, tried.plan)
        if no is None and seen is not None and (old.revision if old else 0) != seen.get(study, 0) and tried.lines:
            no = "registration.changed_since", {}
        if no is None and old is not None and not asked.drop and old.state is StudyPlanState.submitted:
            no = _same_hand(tx, old, hands)
        if no is not None:
            out.named.append(Named(student, study, row["number"], about_name(row), no[0], dict(no[1])))
            _unseat(case, tried)
            continue
        left = [b for b in tried.breaches if b.check not in asked.forced or not b.forcible]
        if left:
            for breach in {b.check: b for b in reversed(left)}.values():
                said = tx.add(refusal(tx, tried.plan, breach, case.frame.terms), scoped=False)
                subject = subject or said
                out.named.append(
                    Named(student, study, row["number"], about_name(row), breach.message, dict(breach.values))
                )
            _unseat(case, tried)
            continue
        if not tried.lines and not approves_only(asked, tried.plan):
            out.idle += 1
            continue
        if tried.breaches:
            access.within(tx.actor, "plan.override", StudyPlan, place(tried.plan))
            weigh(tx, tried.plan, tried.breaches, asked.forced, case.frame.terms)
        keys |= {key_of(x) for x in tried.plan.lines if x.id in set(tried.gone) or x in tried.lines}
        _carry(tx, asked, case.learners[study], tried, row)
        out.done += 1
        out.lines += len(tried.lines)
        out.waiting += sum(x.state is LineState.waiting for x in tried.plan.lines)
        touched.append(tried.plan)
        subject = tried.plan if subject is None or not isinstance(subject, StudyPlan) else subject
    limited = [k for k in keys if (e := case.frame.electives.get(k)) and e.capacity is not None]
    freed(tx, limited, touched)
    return subject, out


def _unseat(case: Case, tried: Tried) -> None:
    """Places that a refused student would have taken are free for the next."""
    for line in tried.lines:
        if tried.new and line.state in SEATED and key_of(line) in case.taken:
            case.taken[key_of(line)] -= 1


def _carry(tx: Tx, asked: Asked, who: Learner, tried: Tried, row: Row) -> None:
    plan, study = tried.plan, who.study["id"]
    if asked.drop:
        lines_of(plan, tried.gone, ACTIVE)
        dropped_step(tx, plan, tried.gone, who.student, study)
        unsigned(plan)
        tx.save(plan)
        return
    dropped_step(tx, plan, tried.gone, who.student, study)
    if not tried.new:
        renew(plan, who.student, row, who)
    registered_step(tx, plan, None, who.student, study)
    if asked.whole:
        approved(tx, plan)
    elif plan.state in (StudyPlanState.approved, StudyPlanState.signed):
        unsigned(plan)
    if tried.new:
        tx.add(plan, scoped=False)
    else:
        tx.save(plan)


def _same_hand(tx: Tx, plan: StudyPlan, hands: dict[str, tuple[str, Row] | None]) -> tuple[str, Row] | None:
    """May this user approve what that one handed in? Asked once for each."""
    first = plan.submitted.by if plan.submitted else ""
    if first not in hands:
        try:
            four_eyes.check(tx, "plan.approve", first or None)
            hands[first] = None
        except RuleBroken as e:
            hands[first] = e.key, e.values
    return hands[first]
