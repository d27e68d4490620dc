"""The long work of a passage: everybody moved once, then plans, individual lessons, and the count of who is left.

Students go by in the order of their ids; how far they came (`cursor`) is written in the same transaction that moved
them, so a crash, a second process or a press on «go on» repeats nobody and leaves nobody out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import classes, curricula, registration
from core.classes.assigning import DRAWN
from core.db.codec import plain
from core.db.store import Row
from core.desk import Why, both
from core.errors import RuleBroken
from core.jobs.run import Run
from core.promotions.decided import losing
from core.rollover.counting import RUNNING, command, decided, left, standing, years_of
from core.rollover.reading import after
from core.rollover.turns import added, raised, turn_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.rollover import Rollover, RolloverState, Turn
from schemas.student import Student
from schemas.words import Funding, TermKind

BATCH = 100
MOST_BEHIND = 5000
RIGHT = "rollover.run"


def rollover_work(run: Run) -> Row:
    """Carry a passage to its end; stopped, it stays where it is and goes on from there."""
    id = run.params["rollover"]
    stopped = not (_moved(run, id) and _late(run, id))
    plans = named = lessons = nobody = 0
    if not stopped:
        plans, named = _plans(run, id)
    if not run.stopped() and not stopped:
        lessons, nobody = _lessons(run, id)
    if run.stopped() or stopped:
        return _answer(run, id, plans, named, lessons, nobody)
    _end(run, id, plans, lessons)
    return _answer(run, id, plans, named, lessons, nobody)


def _answer(run: Run, id: Id, plans: int, named: int, lessons: int, nobody: int) -> Row:
    doc = run.store.load(Rollover, id)
    return {"year": doc.year, "facts": doc.facts, "stood": len(doc.stood), "plans": plans, "without_plan": named,
            "sections": lessons, "without_teacher": nobody,
            "no_terms": not run.store.count("terms", {"year": doc.year})}  # fmt: skip


# everybody once ---------------------------------------------------------------------------------------------------


# Who repeats the year bears the mark of it, who goes on no longer.
MARKED = {Turn.moved: False, Turn.repeating: True}


def _moved(run: Run, id: Id) -> bool:
    """Move the contingent, a batch an act; False when it was stopped on the way."""
    while True:
        if run.stopped():
            return False
        doc = run.store.load(Rollover, id)
        ids = _next(run, doc.cursor)
        run.progress(sum(doc.facts.values()))
        if not ids:
            return True
        _act(run, doc, ids, f"{command(doc, 'move')}{doc.cursor}", doc.cursor)


def _next(run: Run, after: Id) -> list[Id]:
    where = both({"_id": {"$gt": after}, "studies.status": {"$in": RUNNING}}, run.desk.visible(Student))
    return [r["_id"] for r in run.store.rows("students", where, {"_id": 1}, [("_id", 1)], BATCH)]


def _act(run: Run, doc: Rollover, ids: Sequence[Id], named: str, at: Id | None) -> None:
    """One act: these students moved, counted, and the cursor with them. at: where the cursor must stand."""

    def work(tx: Tx) -> Rollover:
        now = tx.get(Rollover, doc.id, scoped=False)
        if now.state is not RolloverState.running:
            raise RuleBroken("rollover.done_already", year=now.label())
        if at is not None and now.cursor != at:
            return now  # another process was here first: what it did stands
        _step(tx, now, ids, late=at is None)
        if at is not None:
            now.cursor = ids[-1]
        return tx.save(now)

    run.desk.transact("rollover.move", work, Why(run.why().reason, run.why().basis, named), right=RIGHT)


def _step(tx: Tx, doc: Rollover, ids: Sequence[Id], late: bool) -> None:
    states = tx.students(list(ids))
    studies = [s for state in states.values() for s in state["studies"] if s["status"] in RUNNING]
    found, length = curricula.of_studies(tx.session, studies), years_of(tx.session, studies)
    made, prefix, lost = decided(tx.session, doc.year, doc), command(doc, "move"), losing(tx.session, doc.year)
    day = doc.day or date(doc.year, 9, 1)
    told = {r["_id"]: r["events"] for r in tx.session.rows("students", {"_id": {"$in": list(ids)}}, _TOLD)}
    for student, state in states.items():
        before = _paths(told[student], prefix) if late else set()
        for s in state["studies"]:
            path = f"studies.{s['id']}"
            if s["status"] not in RUNNING or f"{path}.year" in before:
                continue
            row = {**s, "raised": raised(told[student], s["id"], doc.year)}
            turn, _ = turn_of(standing(row, length.get(s["id"])), doc.year, made.get(s["id"]))
            if late and turn is not Turn.moved:
                continue
            doc.facts[turn.value] = doc.facts.get(turn.value, 0) + 1
            changes = []
            if turn is Turn.moved:
                changes.append(ev.Change(field=f"{path}.year", was=s["year"], now=s["year"] + 1))
            if turn in MARKED and bool(s.get("repeating")) is not MARKED[turn]:
                changes.append(ev.Change(field=f"{path}.repeating", was=s.get("repeating"), now=MARKED[turn]))
            if turn is Turn.repeating and s["id"] in lost and s.get("funding") == Funding.grant:
                changes.append(ev.Change(field=f"{path}.funding", was=s["funding"], now=Funding.paid.value))
            if not s.get("curriculum") and s["id"] in found and turn is not Turn.leave:
                changes.append(ev.Change(field=f"{path}.curriculum", was=None, now=plain(found[s["id"]].ref())))
            if changes:
                since = s.get("opened")
                tx.append(student, ev.ProfileEdited, max(day, date.fromisoformat(since)) if since else day,
                          changes=changes)  # fmt: skip


_TOLD = {f"events.{f}": 1 for f in ("id", "type", "effective", "changes", "command", "reverses")}


def _paths(events: Sequence[Row], prefix: str) -> set[str]:
    """The fields that this passage changed of a student already."""
    return {c["field"] for e in events if e["command"].startswith(prefix) for c in e.get("changes") or []}


def _late(run: Run, id: Id) -> bool:
    """Those who came into the contingent while it ran, or were left behind before: the same step, once more."""
    doc = run.store.load(Rollover, id)
    ids = sorted({a.case.student.id for a in after(run.desk, doc) if a.behind and a.case.turn is Turn.moved})
    for n in range(0, len(ids), BATCH):
        if run.stopped():
            return False
        _act(run, doc, ids[n : n + BATCH], f"{command(doc, 'move')}late:{run.id}:{n}", None)
    return True


# what hangs on the year -------------------------------------------------------------------------------------------


def _plans(run: Run, id: Id) -> tuple[int, int]:
    """Draw the individual study plans of the new year; what is drawn already is left. (made, could not be drawn)."""
    doc = run.store.load(Rollover, id)
    if not run.store.count("terms", {"year": doc.year}):
        return 0, 0  # no terms yet: the calendar comes first, and plans are then drawn on their own page
    pairs, made, named = [(a.case.student.id, a.case.study) for a in after(run.desk, doc) if a.goes_on], 0, 0
    for n in range(0, len(pairs), BATCH):
        if run.stopped():
            break
        drawn = registration.draw(run.desk, pairs[n : n + BATCH], doc.year, Why(run.why().reason, run.why().basis))
        made, named = made + len(drawn.made), named + len(drawn.named)
    return made, named


def _lessons(run: Run, id: Id) -> tuple[int, int]:
    """Individual lessons of the autumn, with the teachers they had: (made, without a teacher who can teach)."""
    doc = run.store.load(Rollover, id)
    term = run.store.one("terms", {"year": doc.year, "kind": TermKind.autumn.value}, {"closed": 1})
    if term is None or term.get("closed"):
        return 0, 0
    found = classes.wanted(run.desk, term["_id"], states=DRAWN)
    ready = [w for w in found if w.teacher and not w.away]
    made = 0
    for n in range(0, len(ready), classes.MOST):
        if run.stopped():
            break
        made += classes.assign(run.desk, term["_id"], ready[n : n + classes.MOST],
                               Why(run.why().reason, run.why().basis))  # fmt: skip
    return made, len(found) - len(ready)


def _end(run: Run, id: Id, plans: int, lessons: int) -> None:
    """Count anew what became of everybody; with nobody left behind the passage is done."""
    was = run.store.load(Rollover, id)
    found = after(run.desk, was)
    facts = added([*((a.fact, 1) for a in found), (Turn.left, left(run.desk, was.year))])
    behind = [a.case.study for a in found if a.behind][:MOST_BEHIND]

    def work(tx: Tx) -> Rollover:
        doc = tx.get(Rollover, id, scoped=False)
        doc.facts, doc.stood = facts, behind
        doc.plans, doc.sections = doc.plans + plans, doc.sections + lessons
        if not behind:
            doc.state = RolloverState.done
        return tx.save(doc)

    run.desk.transact("rollover.end", work, Why(run.why().reason, run.why().basis), right=RIGHT)
