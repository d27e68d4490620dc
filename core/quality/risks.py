"""Risks and corruption risks: assessed anew without overwriting, measures, closing (clause 37; ISO 9001, 6.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import references, tasks
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.quality.hands import EDIT, READ, REPORT, me, must_do, must_keep, sees
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.quality import Assessment, Risk, RiskLevel, RiskMeasure, RiskState

PAGE = "risks"
DEGREES = ("likelihood", "impact", "residual_likelihood", "residual_impact")
FACTS = ("sort", "process", "text", "cause", "consequence", "owner")
MOST = 500  # risks of one office
MEASURE, REVIEW = "measure", "review"


def enter(desk: Desk, values: Mapping[str, Any], why: Why) -> Risk:
    """Enter a risk with its first assessment: FACTS, likelihood, impact, what is left after measures, review_on.

    Raises Problems beside the fields. Who may keep only his own is its owner.
    """
    given = {k: v for k, v in values.items() if k in (*FACTS, *DEGREES, "review_on") and v not in (None, "")}

    def work(tx: Tx) -> Risk:
        try:
            made = Risk.model_validate({**given, "number": "-"})
        except ValidationError as e:
            raise Problems.of(e) from None
        must_keep(tx, (made.owner.id,))
        _fits(tx, made)
        made.id, made.number = tx.new_id(), f"R{tx.number('risk'):03d}"
        _keep_assessment(tx, made, "")
        return tx.add(made, scoped=False)

    return desk.transact("risk.enter", work, why, right=EDIT, given=plain(given))


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Risk:
    """Change what a risk is (FACTS); how high it is changes by an assessment alone."""

    def work(tx: Tx) -> Risk:
        kept = _open(tx, id, revision)
        new = _valid(kept, {k: v for k, v in values.items() if k in FACTS})
        if plain(new) == plain(kept):
            raise RuleBroken("references.nothing_changed")
        return tx.save(new)

    return desk.transact("risk.edit", work, why, right=EDIT, given=[id, revision, plain(dict(values))])


def assess(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], note: str, why: Why) -> Risk:
    """Assess anew: DEGREES and the next review_on; the assessments before stay as they were."""

    def work(tx: Tx) -> Risk:
        kept = _open(tx, id, revision)
        new = _valid(kept, {k: values.get(k) for k in (*DEGREES, "review_on")})
        _fits(tx, new)
        _keep_assessment(tx, new, note)
        tasks.close(tx, id, REVIEW)
        return tx.save(new)

    return desk.transact("risk.assess", work, why, right=EDIT, given=[id, revision, plain(dict(values)), note])


def measure(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Risk:
    """Set a measure: {what, owner, due}; who is to do it has a task."""

    def work(tx: Tx) -> Risk:
        kept = _open(tx, id, revision)
        try:
            made = RiskMeasure.model_validate({k: values[k] for k in ("what", "owner", "due") if k in values})
        except ValidationError as e:
            raise Problems.of(e) from None
        if made.due < tx.today:
            raise Problems([Problem("due", "quality.due_past")])
        kept.measures.append(made)
        n = len(kept.measures)
        tasks.make(
            tx, what="quality.task_measure", values={"number": kept.number, "text": made.what[:200]},
            to_user=made.owner, due=made.due, subject=kept, page=PAGE, address={"id": id}, mark=f"{MEASURE}:{n}",
        )  # fmt: skip
        return tx.save(kept)

    return desk.transact("risk.measure", work, why, right=EDIT, given=[id, revision, plain(dict(values))])


def measure_done(desk: Desk, id: Id, revision: int, n: int, done_on: date | None, note: str, why: Why) -> Risk:
    """Say that the measure with a place n (from 0) is done; by who was to do it, whatever his role, or the owner."""
    problems = [] if done_on else [Problem("done_on", "errors.field.missing")]
    problems += [Problem("done_on", "quality.day_ahead")] if done_on and done_on > desk.today() else []
    problems += [] if note.strip() else [Problem("done_note", "errors.field.missing")]
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Risk:
        kept = tx.get(Risk, id, revision, scoped=False)
        if kept.status is not RiskState.open or not 0 <= n < len(kept.measures) or kept.measures[n].done_on:
            raise RuleBroken("quality.measure_over")
        must_do(tx, (kept.owner.id, kept.measures[n].owner.id))
        done = kept.measures[n]
        done.done_on, done.done_note, done.done_by = done_on, note.strip()[:500], me(tx)
        tasks.close(tx, id, f"{MEASURE}:{n + 1}")
        return tx.save(kept)

    given = [id, revision, n, plain(done_on), note]
    return desk.transact("risk.measure_done", work, why, right=REPORT, given=given)


def close(desk: Desk, id: Id, revision: int, why: Why) -> Risk:
    """A risk that is none any more; a reason is asked, its history stays."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Risk:
        kept = _open(tx, id, revision)
        kept.status, kept.closing = RiskState.closed, why.reason.strip()
        tasks.close(tx, id)
        return tx.save(kept)

    return desk.transact("risk.close", work, why, right=EDIT, given=[id, revision])


def _open(tx: Tx, id: Id, revision: int) -> Risk:
    kept = tx.get(Risk, id, revision, scoped=False)
    must_keep(tx, (kept.owner.id,))
    if kept.status is not RiskState.open:
        raise RuleBroken("quality.risk_closed", number=kept.number)
    return kept


def _valid(kept: Risk, values: dict[str, Any]) -> Risk:
    try:
        return Risk.model_validate({**plain(kept), **values})
    except ValidationError as e:
        raise Problems.of(e) from None


def _fits(tx: Tx, risk: Risk) -> None:
    problems = [Problem("review_on", "quality.due_past")] if risk.review_on < tx.today else []
    if (risk.residual_level or 0) > risk.level:
        problems.append(Problem("residual_likelihood", "quality.residual_higher"))
    if problems:
        raise Problems(problems)


def _keep_assessment(tx: Tx, risk: Risk, note: str) -> None:
    try:
        made = Assessment.model_validate({"on": tx.today, "note": note, **{k: getattr(risk, k) for k in DEGREES}})
    except ValidationError as e:
        raise Problems.of(e) from None
    made.by, made.at = me(tx), Stamp(at=tx.now, by=tx.actor.id)
    risk.assessments.append(made)


# reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Matrix:
    """How many risks stand at each (likelihood, impact), before or after their measures; those without a residual
    assessment stand where they are."""

    cells: dict[tuple[int, int], tuple[Risk, ...]]

    def n(self, likelihood: int, impact: int) -> int:
        """How many stand there."""
        return len(self.cells.get((likelihood, impact), ()))


def matrix(risks: Iterable[Risk], after: bool = False) -> Matrix:
    """The picture of some risks."""
    cells: dict[tuple[int, int], list[Risk]] = {}
    for risk in risks:
        cells.setdefault(place(risk, after), []).append(risk)
    return Matrix({at: tuple(found) for at, found in cells.items()})


def place(risk: Risk, after: bool = False) -> tuple[int, int]:
    """Where a risk stands in the picture: (likelihood, impact)."""
    if after and risk.residual_likelihood and risk.residual_impact:
        return risk.residual_likelihood, risk.residual_impact
    return risk.likelihood, risk.impact


def get(desk: Desk, id: Id) -> Risk:
    """One risk; NotFound, Forbidden. Who is to carry out a measure of it sees it too."""
    kept = desk.get(Risk, id, REPORT)
    if not desk.may(READ):
        sees(desk, [kept.owner.id, *(m.owner.id for m in kept.measures)])
    return kept


def listed(desk: Desk, chosen: Mapping[str, Any] | None = None, text: str = "", closed: bool = False) -> list[Risk]:
    """Open risks (or closed ones) within sight, the highest first."""
    where: Row = {"status": (RiskState.closed if closed else RiskState.open).value}
    if not desk.may(READ):
        where["$or"] = [{"owner.id": desk.actor.id}, {"measures.owner.id": desk.actor.id}]
    asked = references.condition(Risk, text, dict(chosen or {}), desk.actor.role)
    where = {"$and": [where, asked]} if asked else where
    rows = desk.rows(Risk, REPORT, where, None, [("level", -1), ("number", 1)], MOST)
    return [Risk.model_validate(r) for r in rows]


def review_late(risk: Risk, today: date) -> int:
    """Days past the day it was to be looked at again; 0 in time."""
    return max(0, (today - risk.review_on).days) if risk.status is RiskState.open else 0


def measures_late(risk: Risk, today: date) -> int:
    """How many of its measures are past their term."""
    return sum(not m.done_on and m.due < today for m in risk.measures) if risk.status is RiskState.open else 0


def by_level(risks: Iterable[Risk], after: bool = False) -> dict[RiskLevel, int]:
    """How many stand on each level, the highest first."""
    found = dict.fromkeys(reversed(RiskLevel), 0)
    for risk in risks:
        found[RiskLevel.of(*place(risk, after))] += 1
    return found


__all__ = [
    "DEGREES", "FACTS", "MEASURE", "PAGE", "REVIEW", "Matrix", "assess", "by_level", "close", "edit", "enter", "get",
    "listed", "matrix", "measure", "measure_done", "measures_late", "place", "review_late",
]  # fmt: skip
