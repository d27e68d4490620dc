"""Deciding who repeats, and pressing the button: refused while one student is not accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import jobs
from core.desk import Desk, Why
from core.errors import Duplicate, Problem, Problems, RuleBroken, StaleRevision
from core.promotions import decided as promoted
from core.rollover.counting import Preview, of_year, preview
from core.rollover.turns import CONTINGENT, DECIDABLE, first_day, new_since, opens, whole
from core.tx import Tx
from schemas.base import Basis, Id
from schemas.rollover import Decision, Rollover, RolloverState, Turn

RIGHT, KIND = "rollover.run", "rollover.run"
Pair = tuple[Id, Id]  # student, study


def decide(desk: Desk, year: int, revision: int, decisions: Mapping[Pair, Turn | None], why: Why) -> Rollover:
    """Write down what the head decided about studies, (student, study) each; None takes a decision back. Kept until the
    passage is begun.

    revision: of the kept passage as the page showed it, 0 for none yet. Raises StaleRevision, RuleBroken (begun
    already; a study that is not in the contingent or that an approved promotion has decided; a turn that is not decided
    by hand).
    """
    if not decisions:
        raise RuleBroken("rollover.nothing_chosen")
    if any(t is not None and t not in DECIDABLE for t in decisions.values()):
        raise RuleBroken("rollover.not_by_hand")

    def work(tx: Tx) -> Rollover:
        doc = _kept(tx, year, revision)
        if doc.state is not RolloverState.preparing:
            raise RuleBroken("rollover.begun_already", year=doc.label())
        _in_contingent(tx, [p for p, t in decisions.items() if t is not None])
        if promoted.decisions(tx.session, year).keys() & {study for _, study in decisions}:
            raise RuleBroken("rollover.promotion_decided")
        for (_, study), turn in decisions.items():
            doc.repeating = [s for s in doc.repeating if s != study]
            doc.decided = [d for d in doc.decided if d.study != study]
            if turn is Turn.repeating:
                doc.repeating.append(study)
            elif turn is not None:
                doc.decided.append(Decision(study=study, turn=turn))
        return doc

    try:
        return desk.transact("rollover.decide", work, why, right=RIGHT,
                             given=[year, revision, [[*p, t] for p, t in decisions.items()]])  # fmt: skip
    except Duplicate as e:  # somebody made the first decision in this very moment
        raise StaleRevision("errors.stale_revision", kind="rollovers", id=str(year), by="", at=None) from e


def _kept(tx: Tx, year: int, revision: int) -> Rollover:
    row = tx.session.one("rollovers", {"year": year}, {"_id": 1})
    if row is None:
        if revision:
            raise StaleRevision("errors.stale_revision", kind="rollovers", id=str(year), by="", at=None)
        return tx.add(Rollover(_id=tx.new_id(), year=year), scoped=False)
    return tx.save(tx.get(Rollover, row["_id"], revision, scoped=False))


def _in_contingent(tx: Tx, pairs: list[Pair]) -> None:
    ids = sorted({student for student, _ in pairs})
    rows = tx.session.rows("students", {"_id": {"$in": ids}}, {"studies.id": 1, "studies.status": 1}) if ids else []
    there = {(r["_id"], s["id"]) for r in rows for s in r["studies"] if s["status"] in CONTINGENT}
    if set(pairs) - there:
        raise RuleBroken("rollover.not_in_contingent")


def begin(
    desk: Desk, year: int, revision: int, seen: Preview, order: str, order_day: date | None, day: date | None, why: Why
) -> Rollover:  # fmt: skip
    """Begin the passage: one act writes what was previewed, then the job moves everybody, each once.

    seen: the preview the page showed. Raises Problems (order, its day, the day of moving up), RuleBroken (too early;
    the sum is not the contingent or somebody is undecided; numbers changed since the page was drawn; begun or done).
    """
    day = day or first_day(year)
    if desk.today() < opens(year):
        raise RuleBroken("rollover.too_early", since=opens(year))
    _checked(order, order_day, day, year)
    now = preview(desk, year)
    if not whole(now.counts, now.contingent):
        raise RuleBroken("rollover.not_whole", n=now.counts[Turn.unclear.value])
    if (now.counts, now.contingent) != (seen.counts, seen.contingent):
        raise RuleBroken("rollover.changed_since")
    if not now.contingent:
        raise RuleBroken("rollover.nobody")

    def work(tx: Tx) -> Rollover:
        doc = _kept(tx, year, revision)
        if doc.state is RolloverState.done:
            raise RuleBroken("rollover.done_already", year=doc.label())
        if doc.state is RolloverState.running:
            raise RuleBroken("rollover.begun_already", year=doc.label())
        doc.state, doc.day, doc.order, doc.order_day = RolloverState.running, day, order.strip(), order_day
        doc.contingent, doc.counts = now.contingent, now.counts
        return doc

    given = [year, revision, order, order_day, day]
    basis = Basis(kind=ORDER, number=order.strip(), day=order_day)
    try:
        made = desk.transact("rollover.begin", work, Why(why.reason, basis, why.command, why.code), RIGHT, given)
    except Duplicate as e:
        raise StaleRevision("errors.stale_revision", kind="rollovers", id=str(year), by="", at=None) from e
    go_on(desk, year, Why(why.reason, basis, f"{why.command}:job", why.code))
    return made


ORDER = "бұйрық"


def go_on(desk: Desk, year: int, why: Why) -> Id:
    """Begin the job of a passage that was begun and is not done (it was stopped, or fell); its id."""
    doc = of_year(desk.store, year)
    if doc is None or doc.state is RolloverState.preparing:
        raise RuleBroken("rollover.not_begun")
    if doc.state is RolloverState.done:
        raise RuleBroken("rollover.done_already", year=doc.label())
    basis = why.basis or Basis(kind=ORDER, number=doc.order, day=doc.order_day)
    total = doc.contingent - doc.counts.get(Turn.left.value, 0)
    return jobs.begin(desk, KIND, {"rollover": doc.id}, Why(why.reason, basis, why.command, why.code), total=total)


def _checked(order: str, order_day: date | None, day: date, year: int) -> None:
    problems = []
    if not order.strip():
        problems.append(Problem("order", "errors.field.missing"))
    if order_day is None:
        problems.append(Problem("order_day", "errors.field.missing"))
    if not new_since(year) <= day <= date(year + 1, 1, 31):
        problems.append(Problem("day", "rollover.bad_day", {"since": new_since(year), "until": date(year + 1, 1, 31)}))
    if problems:
        raise Problems(problems)
