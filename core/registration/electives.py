"""Electives of a term: demand counted live, places, the waiting list in its order, closing for want of students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import access, tasks
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problem, Problems, RuleBroken
from core.registration.frame import holding, study_rules
from core.registration.refusing import no_reason
from core.registration.step import dropped_step, freed
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.elective import Elective
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, Role, StudyPlanState

ALL_LIVE = [LineState.chosen.value, LineState.waiting.value, LineState.registered.value]


@dataclass(frozen=True)
class Demand:
    """One discipline of a term as it is asked for now. least: how many open it; short: fewer than that chose it as an
    elective; capacity None: no limit; closed: it was closed."""

    discipline: Ref
    code: str
    chosen: int
    registered: int
    waiting: int
    rechoose: int
    electives: int
    least: int
    capacity: int | None = None
    closed: bool = False

    @property
    def total(self) -> int:
        """All who want it."""
        return self.chosen + self.registered + self.waiting

    @property
    def short(self) -> bool:
        """Too few chose it to open it."""
        return self.electives > 0 and not self.closed and self.total < self.least


@dataclass(frozen=True)
class Waits:
    """One who waits: his place in the line (from 1), plan and line."""

    place: int
    plan: Id
    line: Id
    student: Ref
    number: str
    group: str
    since: Any


def demand(desk: Desk, term: Id, all_reasons: bool = False) -> list[Demand]:
    """The electives of a term with their demand, counted now over all plans, the fewest first; all_reasons: every
    discipline. It counts the whole office, whatever part of it the user sees: places are given to everybody."""
    access.require(desk.actor, "plan.read")
    least = study_rules().elective_least
    of = {"term.id": term}
    elective = {"$cond": [{"$eq": ["$lines.reason", PlanReason.elective.value]}, 1, 0]}
    groups: Row = {
        "_id": "$lines.discipline.id", "discipline": {"$last": "$lines.discipline"}, "code": {"$last": "$lines.code"},
        "electives": {"$sum": elective},
    }  # fmt: skip
    for state in LineState:
        groups[state.value] = {"$sum": {"$cond": [{"$eq": ["$lines.state", state.value]}, 1, 0]}}
    known = {r["discipline"]["id"]: r for r in desk.store.rows(Elective.collection, of)}
    leaves = {f"lines.{k}": 1 for k in ("term.id", "discipline", "code", "state", "reason")}
    rows = desk.store.aggregate(StudyPlan.collection, [
        {"$match": {"lines.term.id": term}},
        {"$project": {"_id": 0, **leaves}},
        {"$unwind": "$lines"},
        {"$match": {"lines.term.id": term, "lines.state": {"$ne": LineState.dropped.value}}},
        {"$group": groups},
    ])  # fmt: skip
    found = {}
    for row in rows:
        own = known.get(row["_id"], {})
        if all_reasons or row["electives"] or own:
            found[row["_id"]] = Demand(
                Ref.model_validate(row["discipline"]), row["code"], row["chosen"], row["registered"], row["waiting"],
                row["rechoose"], row["electives"], least, own.get("capacity"), bool(own.get("closed")),
            )  # fmt: skip
    for id, own in known.items():
        if id not in found:
            ref = Ref.model_validate(own["discipline"])
            found[id] = Demand(ref, "", 0, 0, 0, 0, 0, least, own.get("capacity"), bool(own.get("closed")))
    return sorted(found.values(), key=lambda d: (d.total, d.discipline.label.kk))


def waiting(desk: Desk, term: Id, discipline: Id) -> list[Waits]:
    """Who waits for an elective, in order; of those the user may see (places in the line are those of all)."""
    access.require(desk.actor, "plan.read")
    rows = desk.store.rows(StudyPlan.collection, holding(term, discipline, [LineState.waiting.value]), limit=500)
    found = [(p, x) for r in rows for p in [StudyPlan.model_validate(r)] for x in p.lines if _is(x, term, discipline)]
    found.sort(key=lambda f: (f[1].waits_since or f[1].at, f[1].id))
    seen = []
    for n, (plan, line) in enumerate(found, 1):
        try:
            access.within(desk.actor, "plan.read", StudyPlan, plan.model_dump(by_alias=True))
        except Forbidden:
            continue
        seen.append(
            Waits(n, plan.id, line.id, plan.student, plan.number, plan.group, line.waits_since or line.at)
        )  # fmt: skip
    return seen


def elective_of(desk: Desk, term: Id, discipline: Id) -> Elective | None:
    """What is set for an elective; None where nothing was."""
    row = desk.store.one(Elective.collection, {"term.id": term, "discipline.id": discipline})
    return Elective.model_validate(row) if row else None


def set_capacity(desk: Desk, term: Id, discipline: Id, capacity: int | None, why: Why) -> Elective:
    """Say how many places an elective has (None: no limit). More places go to those who wait, in order; fewer take
    nobody's place away."""
    if capacity is not None and capacity < 0:
        raise Problems([Problem("capacity", "errors.field.greater_than_equal", {"ge": 0})])

    def work(tx: Tx) -> Elective:
        elective, new = _elective(tx, term, discipline)
        elective.capacity = capacity
        if elective.closed is not None:
            raise RuleBroken("registration.elective_closed_already", discipline=elective.discipline.label)
        if new:  # nobody can wait for what had no limit; its places are counted by whoever takes one
            return tx.add(elective, scoped=False)
        if capacity is None:
            return _unlimited(tx, elective)
        tx.save(elective)
        _refilled(tx, elective)
        return elective

    return desk.transact("plan.capacity", work, why, "plan.approve", {"of": [term, discipline], "n": capacity})


def close_elective(desk: Desk, term: Id, discipline: Id, why: Why) -> Elective:
    """Close an elective for want of students, with the reason: whoever chose it chooses again.

    Their lines stand as «to be chosen again», registered ones leave the student's history, their plans are drawn up
    anew; the advisers of their groups get a task (the registrars, where a group has no adviser). Raises RuleBroken for
    a closed term or an elective closed before.
    """
    no_reason(why)

    def work(tx: Tx) -> Elective:
        return closed_step(tx, term, discipline, why.reason, (PlanReason.elective,))[0]

    return desk.transact("plan.close_elective", work, why, "plan.approve", {"of": [term, discipline]})


def closed_step(
    tx: Tx, term: Id, discipline: Id, reason: str, of: Sequence[PlanReason] = tuple(PlanReason)
) -> tuple[Elective, int]:
    """Close a discipline of a term inside an act; how many are to choose again. of: reasons of the lines that go."""
    elective, new = _elective(tx, term, discipline)
    if elective.closed is not None:
        raise RuleBroken("registration.elective_closed_already", discipline=elective.discipline.label)
    elective.closed, elective.reason, elective.taken = tx.today, reason.strip()[:400], 0
    groups: dict[str, list[StudyPlan]] = {}
    for plan in tx.find(StudyPlan, holding(term, discipline, ALL_LIVE), 5000):
        gone = [x.id for x in plan.lines if _is(x, term, discipline) and x.reason in of and x.state.value in ALL_LIVE]
        if gone:
            dropped_step(tx, plan, gone, state=LineState.rechoose)
            plan.state, plan.signed_on = StudyPlanState.draft, None
            tx.save(plan)
            groups.setdefault(plan.group, []).append(plan)
    for group, mine in sorted(groups.items()):
        _ask_again(tx, elective, group, mine)
    return tx.add(elective, scoped=False) if new else tx.save(elective), sum(len(x) for x in groups.values())


def _is(line: PlanLine, term: Id, discipline: Id) -> bool:
    return line.term.id == term and line.discipline.id == discipline


def _elective(tx: Tx, term: Id, discipline: Id) -> tuple[Elective, bool]:
    """What is set for an elective, or a new record of it; RuleBroken for a closed term, Forbidden where the discipline
    is taught by another faculty than the user's."""
    row = tx.session.one("terms", {"_id": term})
    if row is None:
        raise NotFound("errors.not_found", kind="terms", id=term)
    of = Term.model_validate(row)
    if of.closed is not None:
        raise RuleBroken("calendar.term_closed", term=of.label(), day=of.closed)
    found = tx.find(Elective, {"term.id": term, "discipline.id": discipline})
    if found:
        tx.check_scope(Elective, plain(found[0]))
        return found[0], False
    about = tx.find(Discipline, {"_id": discipline})
    if not about:
        raise NotFound("errors.not_found", kind="disciplines", id=discipline)
    unit = about[0].department
    parent = (tx.session.one("departments", {"_id": unit.id}, {"parent": 1}) or {}).get("parent") if unit else None
    faculty = Ref.model_validate(parent) if parent else None
    made = Elective(_id=tx.new_id(), term=of.ref(), discipline=about[0].ref(), department=unit, faculty=faculty)
    tx.check_scope(Elective, plain(made))
    return made, True


def _refilled(tx: Tx, elective: Elective) -> None:
    """Give the places that there are now to those who wait."""
    freed(tx, [(elective.term.id, elective.discipline.id)], [], {(elective.term.id, elective.discipline.id): elective})


def _unlimited(tx: Tx, elective: Elective) -> Elective:
    """Nobody waits any more for what has no limit."""
    elective.capacity = 100_000
    _refilled(tx, elective)
    elective.capacity = None
    return tx.save(elective)


def _ask_again(tx: Tx, elective: Elective, group: str, plans: list[StudyPlan]) -> None:
    names = ", ".join(p.student.label.kk for p in plans[:8]) + ("…" if len(plans) > 8 else "")
    values = {"discipline": elective.discipline.label, "group": group, "n": len(plans), "names": names}
    scope = {"group": [group]} if group else {}
    advised = bool(group) and bool(tasks.holders(tx.session, Role.adviser, None, scope))
    faculties = sorted({p.faculty.id for p in plans if p.faculty})
    address = {"year": str(plans[0].year)} | ({"group": group} if group else {})
    tasks.make(
        tx, what="registration.choose_again", values=values, to_role=Role.adviser if advised else Role.registrar,
        scope=scope if advised else {"faculty": faculties}, subject=elective, page="registration",
        address=address, mark=f"rechoose:{group}", by_hand=True,
    )  # fmt: skip
