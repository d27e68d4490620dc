"""The approved difference in the study plans of the years of its deadlines, registered with the reason «difference»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core import curricula
from core.db.store import Row
from core.errors import RuleBroken
from core.registration.drawing import Pair, drawn_step, plans_of, renew, wished
from core.registration.frame import Case, in_act
from core.registration.refusing import asked, may_override, weigh
from core.registration.rules import ACTIVE, Stage, Wish, breaches
from core.registration.step import dropped_step, freed, registered_step, unsigned
from core.tx import Tx
from schemas.base import Id
from schemas.curriculum import Curriculum
from schemas.difference import Decision, Difference, DifferenceLine, DifferenceStatus
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, StudyStatus

# What a plan as a whole still lacks is asked when it is handed in; the window is not: a difference has deadlines.
NOT_ASKED = frozenset({"window", "block", "mandatory", "load_least", "payment"})


def enter_step(tx: Tx, doc: Difference, student: Id, study: Id, forced: Mapping[str, str]) -> None:
    """Inside an act: register the difference where the card stands as it was decided; else `doc.waits` says what is
    waited for. Raises NotRegistered with every check that refuses, RuleBroken where no plan can be drawn."""
    terms = _terms(tx, doc)
    doc.waits = _waits(tx, doc, student, study)
    if doc.waits:
        return
    for year in sorted({terms[x.deadline.id].year for x in doc.of(Decision.difference) if x.deadline}):
        lines = [x for x in doc.of(Decision.difference) if x.deadline and terms[x.deadline.id].year == year]
        _register(tx, doc, (student, study), year, lines, forced)
    doc.status, doc.entered_at = DifferenceStatus.entered, tx.now


def _waits(tx: Tx, doc: Difference, student: Id, study: Id) -> str:
    """What the order has not done yet (a message key): the status, the curriculum, the year of study."""
    found: Row = next(s for s in tx.student(student)["studies"] if s["id"] == study)
    if found["status"] != StudyStatus.active.value:
        return "difference.waits_status"
    now = curricula.of_study(tx.session, found)
    rows = tx.session.rows("curricula", {"_id": doc.curriculum.id})
    if now is None or not rows or _plan_key(now) != _plan_key(Curriculum.model_validate(rows[0])):
        return "difference.waits_curriculum"
    row = tx.session.one("terms", {"_id": doc.term.id}, {"year": 1}) or {}
    case = in_act(tx, int(row["year"]), [(student, study)])
    return "" if case.learners[study].course == doc.course else "difference.waits_year"


def _plan_key(of: Curriculum) -> tuple[Id, Id, int]:
    """What versions of one curriculum share."""
    return of.programme.id, of.department.id if of.department else "", of.intake


def _terms(tx: Tx, doc: Difference) -> dict[Id, Term]:
    ids = {x.deadline.id for x in doc.of(Decision.difference) if x.deadline}
    return {t.id: t for t in tx.find(Term, {"_id": {"$in": sorted(ids)}})}


def _register(
    tx: Tx, doc: Difference, pair: Pair, year: int, lines: list[DifferenceLine], forced: Mapping[str, str]
) -> None:  # fmt: skip
    plan, new = _plan(tx, pair, year)
    case = in_act(tx, year, [pair], [plan], [x.discipline.id for x in lines])
    who = case.learners[pair[1]]
    wanted = [x for x in lines if not _has(case, plan, pair[1], x)]
    ids = {x.discipline.id for x in wanted}
    instead = [x.id for x in plan.lines if x.discipline.id in ids and x.state in ACTIVE]
    dropped_step(tx, plan, instead, *pair)
    made: list[PlanLine] = []
    for x in wanted:
        assert x.deadline is not None
        wish = Wish(x.deadline.id, x.discipline.id, PlanReason.difference, credits=x.credits, note=doc.number)
        made.append(wished(tx.new_id(), tx.now, wish, who, case.frame))
    plan.lines += made
    forces = asked(plan, forced, may_override(tx))
    found = breaches(plan.lines, [x.id for x in made], who, case.frame, Stage.registering, plan.forced)
    weigh(tx, plan, [b for b in found if b.check not in NOT_ASKED], forces, case.frame.terms)
    renew(plan, who.student, case.students[pair[1]], who)
    unsigned(plan)
    registered_step(tx, plan, [x.id for x in made], *pair)
    freed(tx, [(x.term.id, x.discipline.id) for x in made], [plan])
    if not new:
        tx.save(plan)


def _has(case: Case, plan: StudyPlan, study: Id, line: DifferenceLine) -> bool:
    """Is it passed, or registered for without a result yet?"""
    who = case.learners[study]
    mine = who.attempts.get(line.discipline.id)
    if mine and mine.passed:
        return True
    terms = mine.terms if mine else {}
    enrolled = who.study.get("enrolled") or []
    return any(e["discipline"]["id"] == line.discipline.id and e["term"] not in terms for e in enrolled)


def _plan(tx: Tx, pair: Pair, year: int) -> tuple[StudyPlan, bool]:
    """The plan of a year, as this act has changed it so far, and whether the act draws it."""
    held = plans_of(tx, [pair], year).get(pair[1])
    if held is not None:
        return held, False
    made, drawn = drawn_step(tx, [pair], year)
    if made is None:
        named = drawn.named[0]
        raise RuleBroken(named.key, **named.values)
    return made, True


def leave_step(tx: Tx, old: Difference, new: Difference, student: Id, study: Id) -> None:
    """Inside an act: what an earlier version asked and this one asks no more leaves the study plans; what has a result
    already stays."""
    asked_now = {x.discipline.id for x in new.of(Decision.difference)}
    gone = {x.discipline.id for x in old.of(Decision.difference)} - asked_now
    if not gone:
        return
    state = tx.student(student)
    record = next(s["record"] for s in state["studies"] if s["id"] == study)
    done = {(r["discipline"]["id"], r["term"]) for r in record}
    for plan in _plans_with(tx, {study, old.study}, gone):
        mine = [
            x for x in plan.lines
            if x.reason is PlanReason.difference and x.discipline.id in gone and x.state is LineState.registered
            and (x.discipline.id, x.term_code) not in done
        ]  # fmt: skip
        if mine:
            dropped_step(tx, plan, [x.id for x in mine], student, study)
            unsigned(plan)
            freed(tx, [(x.term.id, x.discipline.id) for x in mine], [plan])
            tx.save(plan)


def _plans_with(tx: Tx, studies: Iterable[Id], disciplines: set[Id]) -> list[StudyPlan]:
    line = {"reason": PlanReason.difference.value, "discipline.id": {"$in": sorted(disciplines)}}
    where = {"study": {"$in": sorted(studies)}, "lines": {"$elemMatch": line}}
    return [tx.mine(StudyPlan, p.id) or p for p in tx.find(StudyPlan, where, 50)]


__all__ = ["enter_step", "leave_step"]
