"""A promotion is made, refreshed, decided and approved by another; nothing approved is edited, a version follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import four_eyes
from core.desk import Desk, Why
from core.errors import Duplicate, NotFound, Problem, Problems, RuleBroken
from core.promotions.reading import Reckoned, reckon
from core.rollover.turns import opens
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.kinds import PromotionRules
from schemas.promotion import Promotion, PromotionRow, PromotionState, Verdict
from schemas.reference import Department
from schemas.rollover import RolloverState

MAKE, APPROVE = "promotion.make", "promotion.approve"


def make(desk: Desk, year: int, faculty: Id | None, why: Why) -> Promotion:
    """Reckon a promotion of a faculty (None: of those without one) into a year and keep it as a draft.

    Where one is approved already, a further version, which needs a reason. Raises RuleBroken (a draft is there; nobody
    to promote; no rules; the passage has begun), Problems (reason), Forbidden.
    """
    found = reckon(desk, year, faculty)
    if not found.rows:
        raise RuleBroken("promotion.nobody", year=_span(year))

    def work(tx: Tx) -> Promotion:
        of = _faculty(tx, faculty)
        before = tx.find(Promotion, {"year": year, "faculty.id": faculty}, 100)
        if any(p.state is PromotionState.draft for p in before):
            raise RuleBroken("promotion.draft_is_there", name=before[0].label())
        if before and not why.reason.strip():
            raise Problems([Problem("reason", "errors.field.reason_missing")])
        _not_begun(tx, year)
        doc = Promotion(_id=tx.new_id(), year=year, faculty=of, version=len(before) + 1, made_by=tx.who())
        _reckoned(tx, doc, found)
        return tx.add(doc)

    try:
        return desk.transact("promotion.make", work, why, MAKE, given=[year, faculty])
    except Duplicate as e:
        raise RuleBroken("promotion.draft_is_there", name=_span(year)) from e


def refresh(desk: Desk, id: Id, revision: int, why: Why) -> Promotion:
    """Reckon a draft anew: who came is added, who went is dropped, and where a study's figures changed the decision
    about it is asked again. Raises RuleBroken (approved), StaleRevision."""
    kept = desk.get(Promotion, id, MAKE)
    found = reckon(desk, kept.year, kept.faculty.id if kept.faculty else None)

    def work(tx: Tx) -> Promotion:
        doc = _draft(tx, id, revision)
        _reckoned(tx, doc, found)
        return tx.save(doc)

    return desk.transact("promotion.refresh", work, why, MAKE, given=[id, revision])


def decide(desk: Desk, id: Id, revision: int, decisions: Mapping[Id, Verdict | None], why: Why) -> Promotion:
    """Decide about studies (study → verdict; None takes a decision back), one or many at once.

    A verdict that differs from the computed one needs a reason. Raises Problems (reason), RuleBroken (approved, nothing
    chosen), NotFound (a study that is not in it), StaleRevision.
    """
    if not decisions:
        raise RuleBroken("promotion.nothing_chosen")

    def work(tx: Tx) -> Promotion:
        doc = _draft(tx, id, revision)
        rows = {r.study: r for r in doc.rows}
        for study, verdict in decisions.items():
            if study not in rows:
                raise NotFound("promotion.not_in_it")
            row = rows[study]
            if verdict is not None and verdict is not row.computed and not why.reason.strip():
                raise Problems([Problem("reason", "promotion.reason_needed", {"name": row.student.label})])
            row.decided, row.by, row.at = verdict, tx.who() if verdict else None, tx.now if verdict else None
            row.note = why.reason.strip()[:500] if row.differs else ""
        return tx.save(doc)

    given = [id, revision, {k: v.value if v else None for k, v in decisions.items()}]
    return desk.transact("promotion.decide", work, why, MAKE, given=given)


def accept(desk: Desk, id: Id, revision: int, studies: Sequence[Id], why: Why) -> Promotion:
    """Decide as computed about these studies; those that have no computed verdict are left to be decided."""
    kept = desk.get(Promotion, id, MAKE)
    wanted = set(studies)
    chosen: dict[Id, Verdict | None] = {r.study: r.computed for r in kept.rows if r.study in wanted and r.computed}
    return decide(desk, id, revision, chosen, why)


def approve(desk: Desk, id: Id, revision: int, why: Why) -> Promotion:
    """Approve a decided promotion, by another person than who made it and decided in it; it replaces the one before.

    Raises RuleBroken (too early; somebody undecided; figures changed since it was reckoned; one person; the passage
    has begun), StaleRevision.
    """
    kept = desk.get(Promotion, id, APPROVE)
    if desk.today() < opens(kept.year):
        raise RuleBroken("promotion.too_early", since=opens(kept.year))
    found = reckon(desk, kept.year, kept.faculty.id if kept.faculty else None)

    def work(tx: Tx) -> Promotion:
        doc = _draft(tx, id, revision)
        if left := sum(r.decided is None for r in doc.rows):
            raise RuleBroken("promotion.undecided_left", n=left)
        if changed := differing(doc, found):
            raise RuleBroken("promotion.changed_since", n=len(changed))
        hands = {w.id for w in (doc.made_by, *(r.by for r in doc.rows)) if w}
        for first in sorted(hands):
            four_eyes.check(tx, "promotion.approve", first)
        _not_begun(tx, doc.year)
        where = {"year": doc.year, "faculty.id": doc.faculty.id if doc.faculty else None,
                 "state": PromotionState.approved.value}  # fmt: skip
        for old in tx.find(Promotion, where, 10):
            old.state = PromotionState.replaced
            tx.save(old)
        doc.state, doc.approved_by, doc.approved_at = PromotionState.approved, tx.who(), tx.now
        return tx.save(doc)

    return desk.transact("promotion.approve", work, why, APPROVE, given=[id, revision])


def differing(doc: Promotion, found: Reckoned) -> list[Id]:
    """Studies whose figures are others today than when the promotion was reckoned, those who came or went too."""
    was = {r.study: r.figures() for r in doc.rows}
    now = {r.study: r.figures() for r in found.rows}
    return sorted(s for s in was.keys() | now.keys() if was.get(s) != now.get(s))


def _reckoned(tx: Tx, doc: Promotion, found: Reckoned) -> None:
    rules, before = found.rules.as_body(PromotionRules), {r.study: r for r in doc.rows}
    rows: list[PromotionRow] = []
    for row in found.rows:
        was, row = before.get(row.study), row.model_copy(deep=True)
        if was and was.figures() == row.figures():
            row.decided, row.note, row.by, row.at = was.decided, was.note, was.by, was.at
        rows.append(row)
    doc.rows, doc.figured_at = rows, tx.now
    doc.rules = Ref(id=found.rules.id, label=found.rules.name)
    doc.decision, doc.decision_day = rules.decision, rules.decision_day
    doc.grant_lost, doc.clear_by = rules.grant_lost, rules.clear_by


def _draft(tx: Tx, id: Id, revision: int) -> Promotion:
    doc = tx.get(Promotion, id, revision)
    if doc.state is not PromotionState.draft:
        raise RuleBroken("promotion.approved_already")
    return doc


def _faculty(tx: Tx, id: Id | None) -> Ref | None:
    if id is None:
        return None
    row = tx.session.one("departments", {"_id": id})
    if row is None:
        raise NotFound("errors.not_found", kind="departments", id=id)
    return Department.model_validate(row).ref()


def _not_begun(tx: Tx, year: int) -> None:
    """While the passage runs or is done, a promotion would decide about who was moved already."""
    states = [RolloverState.running.value, RolloverState.done.value]
    if tx.session.one("rollovers", {"year": year, "state": {"$in": states}}, {"_id": 1}):
        raise RuleBroken("promotion.passage_begun", year=_span(year))


def _span(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


__all__ = ["accept", "approve", "decide", "differing", "make", "refresh"]
