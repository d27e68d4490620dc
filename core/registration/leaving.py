"""What an order does to registration: who leaves is taken out of unfinished disciplines, who returns gets a plan.

All students of an order go through it at once: two of them may share a class or an elective's places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.calendar import year_on
from core.db.store import Row
from core.registration.acts import key_of
from core.registration.drawing import Pair, drawn_step
from core.registration.step import dropped_steps, freed, places, registered_step, unsigned
from core.tx import Tx
from schemas.base import Id
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, TermKind

Taken = list[dict[str, Any]]  # [{plan, lines: {id: state}}]: what was taken out, to be brought back
GOES = (LineState.registered, LineState.chosen, LineState.waiting)


def released(tx: Tx, pairs: Sequence[Pair]) -> dict[Id, Taken]:
    """Take studies out of every discipline they have no result in yet, of terms that are not over; a place that becomes
    free goes to the first who waits. In a sheet that is open already a name stays (there it is «left»). What was taken
    out, by study."""
    found: dict[Id, Taken] = {study: [] for _, study in pairs}
    parts: list[tuple[StudyPlan, list[Id], Id, Id]] = []
    places_of = []
    over, of = _over(tx), _owners(tx, pairs)
    named = sorted({study for _, study in of})
    for plan in tx.find(StudyPlan, {"study": {"$in": named}, "year": {"$gte": year_on(tx.today)}}, 0):
        if (plan.student.id, plan.study) not in of:
            continue
        plan = tx.mine(StudyPlan, plan.id) or plan
        student, study, done = of[plan.student.id, plan.study]
        lines = [x for x in plan.lines if x.state in GOES and x.term.id not in over
                 and (x.term_code, x.discipline.id) not in done]  # fmt: skip
        if lines:
            found[study].append({"plan": plan.id, "lines": {x.id: x.state.value for x in lines}})
            places_of += [key_of(x) for x in lines]
            parts.append((plan, [x.id for x in lines], student, study))
    dropped_steps(tx, parts)
    for plan, *_ in parts:
        unsigned(plan)
        tx.save(plan)
    freed(tx, places_of, [p[0] for p in parts])
    return found


def _owners(tx: Tx, pairs: Sequence[Pair]) -> dict[Pair, tuple[Id, Id, set[tuple[str, Id]]]]:
    """(student, study) as plans name them, before a merge too → where the study stands today, and what has a result."""
    found = {}
    states = tx.students({student for student, _ in pairs})
    for student, id in pairs:
        study: Row = next(s for s in states[student]["studies"] if s["id"] == id)
        done = {(r["term"], r["discipline"]["id"]) for r in study["record"]}
        for place in [(student, id), *((c["student"], c["study"]) for c in study.get("came") or [])]:
            found[place] = (student, id, done)
    return found


def _over(tx: Tx) -> set[Id]:
    """The terms that are closed or have ended."""
    today = tx.today.isoformat()
    rows = tx.session.rows("terms", {}, {"closed": 1, "ends": 1})
    return {r["_id"] for r in rows if r.get("closed") or r.get("ends") and r["ends"] < today}


def restored(tx: Tx, back: Mapping[Pair, Taken]) -> None:
    """Bring back what an order had taken out, of terms that are not over: as it was registered or chosen; where an
    elective has no place left, it waits for one. What was closed meanwhile stays out."""
    if not back:
        return
    wanted = {each["plan"]: (*pair, each["lines"]) for pair, taken in back.items() for each in taken}
    over = _over(tx)
    shut = {
        (r["term"]["id"], r["discipline"]["id"])
        for r in tx.session.rows("electives", {"closed": {"$ne": None}}, {"term.id": 1, "discipline.id": 1})
    }
    found: list[tuple[StudyPlan, list[PlanLine]]] = []
    for plan in tx.find(StudyPlan, {"_id": {"$in": sorted(wanted)}}, 0):
        plan, was = tx.mine(StudyPlan, plan.id) or plan, wanted[plan.id][2]
        lines = [x for x in plan.lines if x.id in was and x.state is LineState.dropped and x.term.id not in over
                 and key_of(x) not in shut]  # fmt: skip
        if lines:
            found.append((plan, lines))
    limited = places(tx, [key_of(x) for _, lines in found for x in lines])
    for plan, lines in found:
        student, study, was = wanted[plan.id]
        for line in lines:
            line.state, line.waits_since = LineState.chosen, None
            if key_of(line) in limited:
                line.state, line.waits_since = LineState.waiting, tx.now
        again = [x.id for x in lines if x.state is LineState.chosen and was[x.id] == LineState.registered.value]
        if again:
            registered_step(tx, plan, again, student, study)
        unsigned(plan)
        tx.save(plan)
    freed(tx, limited, [plan for plan, _ in found], limited)


def received(tx: Tx, pairs: Sequence[Pair], day: date) -> None:
    """Draw up the individual plans of who came or came back, for the academic year that runs on a day or comes next:
    what of it has not ended. Who has no curriculum gets none; the registration page says why."""
    terms = tx.session.rows("terms", {"kind": {"$in": [TermKind.autumn.value, TermKind.spring.value]}, "closed": None})
    coming = [t["year"] for t in terms if t.get("year") and (t.get("ends") or "9999") >= day.isoformat()]
    if not coming or not pairs:
        return
    _, drawn = drawn_step(tx, pairs, min(coming))
    over = _over(tx)
    for id in (*drawn.made, *drawn.changed):
        plan = tx.mine(StudyPlan, id)
        assert plan is not None
        plan.lines = [x for x in plan.lines if x.term.id not in over or x.at != tx.now]
