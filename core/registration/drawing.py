"""Individual study plans drawn from the curriculum: mandatory and university components come by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from core import access
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken
from core.registration.frame import Case, about, in_act
from core.registration.rules import ACTIVE, Frame, Learner, Wish, blocks, demanded
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.curriculum import CurriculumLine
from schemas.student import Name
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import PlanReason, StudyPlanState, StudyStatus

Pair = tuple[Id, Id]  # student, study
BATCH = 50


@dataclass(frozen=True)
class Named:
    """A student something was not done for, and why: a message key with its values."""

    student: Id
    study: Id
    number: str
    name: Text
    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """What drawing came to: ids of plans made and topped up, how many were complete already, who got none and why."""

    made: tuple[Id, ...] = ()
    changed: tuple[Id, ...] = ()
    left: int = 0
    named: tuple[Named, ...] = ()


@dataclass(frozen=True)
class OpenChoice:
    """An elective block of a plan still to be chosen from: in which term, how many of which, how many are chosen."""

    term: Ref
    block: str
    choose: int
    chosen: int
    alternatives: tuple[CurriculumLine, ...]


class Nothing(Exception):
    """The act would change nothing: it is left undone."""


def draw(desk: Desk, studies: Sequence[Pair], year: int, why: Why, without: bool = False) -> Drawn:
    """Draw the plans of an academic year for one or many studies, (student id, study id) each.

    A plan that is still being drawn up gets what its curriculum demands and it lacks; a later one is left alone. Who
    has no curriculum or does not study is named (without: gets an empty plan, as a guest student does). Acts of 50
    plans each, the same command again draws nothing twice. Raises RuleBroken where the year has no terms yet.
    """
    total = Drawn()
    for n in range(0, len(studies), BATCH):
        part = list(studies[n : n + BATCH])
        kept: list[Drawn] = []

        def work(tx: Tx, part: list[Pair] = part, kept: list[Drawn] = kept) -> StudyPlan:
            kept.clear()
            subject, drawn = drawn_step(tx, part, year, without)
            kept.append(drawn)
            if subject is None:
                raise Nothing
            return subject

        command = why.command if len(studies) <= BATCH else f"{why.command}:{n // BATCH}"
        try:
            desk.transact("plan.draw", work, Why(why.reason, why.basis, command, why.code), "plan.choose",
                          {"studies": part, "year": year})  # fmt: skip
        except Nothing:
            pass
        total = _added(total, kept[0])
    return total


def _added(a: Drawn, b: Drawn) -> Drawn:
    return Drawn(a.made + b.made, a.changed + b.changed, a.left + b.left, a.named + b.named)


def drawn_step(tx: Tx, pairs: Sequence[Pair], year: int, without: bool = False) -> tuple[StudyPlan | None, Drawn]:
    """Inside an act: draw or top up the plans of some studies; the first plan touched, and what it came to."""
    plans = plans_of(tx, pairs, year)
    case = in_act(tx, year, pairs, plans.values())
    need_terms(case)
    made, changed, named, left = [], [], [], 0
    subject: StudyPlan | None = None
    for student, study in pairs:
        who, row = case.learners[study], case.students[study]
        no = cannot(who)
        if no is None and who.curriculum is None and not without:
            no = ("registration.no_curriculum", {})
        if no is None and who.course is None and not without:
            no = ("registration.no_course", {})
        old = plans.get(study)
        if no is None and old is None:
            plan = empty_plan(tx.new_id(), student, study, row, who, year)
            no = out_of_scope(tx, plan)
            if no is None:
                plan.lines = lacking(tx.new_id, tx.now, case, who, plan)
                tx.add(plan, scoped=False)
                made.append(plan.id)
                subject = subject or plan
        elif no is None and old is not None:
            if old.state is not StudyPlanState.draft:
                left += 1
                continue
            new, was = lacking(tx.new_id, tx.now, case, who, old), plain(old)
            old.lines += new
            renew(old, student, row, who)
            if plain(old) == was:
                left += 1
                continue
            no = out_of_scope(tx, old)
            if no is None:
                tx.save(old)
                changed.append(old.id)
                subject = subject or old
        if no is not None:
            named.append(name_of(student, study, row, no))
    return subject, Drawn(tuple(made), tuple(changed), left, tuple(named))


def plans_of(tx: Tx, pairs: Iterable[Pair], year: int) -> dict[Id, StudyPlan]:
    """The plans these studies have in a year, by study, read to be changed, as this act has changed them so far."""
    ids = [study for _, study in pairs]
    found = tx.find(StudyPlan, {"study": {"$in": ids}, "year": year}, 0)
    return {p.study: tx.mine(StudyPlan, p.id) or p for p in found}


def need_terms(case: Case) -> list[Term]:
    """Autumn and spring of the year; RuleBroken where the office has none."""
    if not case.terms:
        raise RuleBroken("registration.no_terms", year=f"{case.frame.year}/{(case.frame.year + 1) % 100:02d}")
    return case.terms


def cannot(who: Learner) -> tuple[str, Row] | None:
    """Why a study can have nothing chosen at all: it does not go on, or its record was joined to another."""
    if who.away:
        return "registration.merged", {}
    status = StudyStatus(who.study["status"])
    if status is not StudyStatus.active:
        return "registration.status", {"status": _text(status)}
    return None


def _text(word: StudyStatus) -> Text:
    return Text(kk=word.label("kk"), ru=word.label("ru"), en=word.label("en"))


def out_of_scope(tx: Tx, plan: StudyPlan) -> tuple[str, Row] | None:
    """Does a plan lie outside of what the user may change?"""
    try:
        access.within(tx.actor, tx.right, StudyPlan, place(plan))
    except Forbidden as e:
        return e.key, e.values
    return None


def place(plan: StudyPlan) -> Row:
    """Where a plan belongs, as rights ask it; without its disciplines, which nobody's scope speaks of."""
    return dict(plain(plan.model_dump(include={"group", "faculty", "department", "teacher"})))


def name_of(student: Id, study: Id, row: Row, no: tuple[str, Row]) -> Named:
    """A student by name and number beside the reason."""
    ref = about_name(row)
    return Named(student, study, row["number"], ref, no[0], dict(no[1]))


def about_name(row: Row) -> Text:
    """A student's name from the stored record."""
    return Name.model_validate(row["name"]).text()


def empty_plan(id: Id, student: Id, study: Id, row: Row, who: Learner, year: int) -> StudyPlan:
    """A plan without disciplines."""
    return StudyPlan.model_validate({"_id": id, "study": study, "year": year, **about(student, row, who)})


def renew(plan: StudyPlan, student: Id, row: Row, who: Learner) -> None:
    """What a plan says of its student, as it is today: he may have changed his group or teacher."""
    fresh = StudyPlan.model_validate({"study": plan.study, "year": plan.year, **about(student, row, who)})
    for name in ("number", "key", "course", "group", "language", "programme", "department", "faculty", "teacher"):
        setattr(plan, name, getattr(fresh, name))
    plan.curriculum = plan.curriculum or fresh.curriculum


def lacking(ids: Callable[[], Id], now: datetime, case: Case, who: Learner, plan: StudyPlan) -> list[PlanLine]:
    """Lines the curriculum demands and the plan has in no state: what was taken out by hand stays out."""
    have = {(x.term.id, x.discipline.id) for x in plan.lines}
    return [
        line_of(ids(), now, term, x, case.frame)
        for term in case.terms if term.closed is None
        for x in demanded(who, term) if (term.id, x.discipline.id) not in have
    ]  # fmt: skip


def line_of(id: Id, at: datetime, term: Term, of: CurriculumLine, frame: Frame) -> PlanLine:
    """A line of the curriculum as a line of the plan; the discipline as it is called today."""
    discipline = frame.disciplines.get(of.discipline.id)
    return PlanLine(
        id=id, term=term.ref(), term_code=term.code, discipline=discipline.ref() if discipline else of.discipline,
        code=discipline.code if discipline else of.code, credits=of.credits, cycle=of.cycle, component=of.component,
        lesson=of.lesson, control=of.control, block=of.block, at=at,
        reason=PlanReason.elective if of.block else PlanReason.curriculum,
    )  # fmt: skip


def wished(id: Id, at: datetime, wish: Wish, who: Learner, frame: Frame) -> PlanLine:
    """A choice as a line of the plan: credits and kind of class are those of the curriculum, else of the catalogue.
    NotFound for a term or a discipline that the office does not have, Problems for credits that are none."""
    term = frame.terms.get(wish.term)
    if term is None:
        raise NotFound("errors.not_found", kind="terms", id=wish.term)
    discipline = frame.disciplines.get(wish.discipline)
    if discipline is None:
        raise NotFound("errors.not_found", kind="disciplines", id=wish.discipline)
    own = [x for x in who.curriculum.lines if x.discipline.id == wish.discipline] if who.curriculum else []
    now = {x.id for found in blocks(who, term).values() for x in found}
    best = next((x for x in own if x.id in now), own[0] if own else None)
    more: dict[str, Any] = {
        "credits": discipline.credits, "cycle": discipline.cycle, "component": discipline.component,
        "control": discipline.control,
    }  # fmt: skip
    if discipline.lesson:
        more["lesson"] = discipline.lesson
    if best is not None:
        more = {k: getattr(best, k) for k in ("credits", "cycle", "component", "lesson", "control")}
    if wish.credits is not None:
        more["credits"] = Decimal(wish.credits)
    block = wish.block or (best.block if best and wish.reason is PlanReason.elective else "")
    row = {
        "id": id, "term": term.ref(), "term_code": term.code, "discipline": discipline.ref(), "code": discipline.code,
        "reason": wish.reason, "block": block, "language": wish.language, "note": wish.note, "at": at, **more,
    }  # fmt: skip
    try:
        return PlanLine.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def open_choices(case: Case, study: Id) -> list[OpenChoice]:
    """The elective blocks of a plan that are not chosen from yet, term by term."""
    plan, who, found = case.plans.get(study), case.learners[study], []
    for term in case.terms:
        if term.closed is not None:
            continue
        for name, alternatives in blocks(who, term).items():
            ids = {x.discipline.id for x in alternatives}
            mine = [
                x for x in (plan.lines if plan else [])
                if x.term.id == term.id and x.discipline.id in ids and x.state in ACTIVE
            ]  # fmt: skip
            passed = sum(bool((a := who.attempts.get(id)) and a.passed) for id in ids)
            chosen = len(mine) + passed
            if chosen < alternatives[0].choose:
                found.append(OpenChoice(term.ref(), name, alternatives[0].choose, chosen, tuple(alternatives)))
    return found
