"""From cause to closing: put right, five whys, action, done; closed by another who finds it effective."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import four_eyes, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.quality.hands import CHECK as MAY_CHECK
from core.quality.hands import REPORT, me, must_do
from core.quality.nonconformities.acts import ask
from core.quality.nonconformities.proposing import CHECK, DO, PAGE
from core.tasks import holders
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.quality import CorrectiveAction, Effectiveness, Nonconformity, NonconformityState
from schemas.words import Role

State = NonconformityState
ASKED = ("what", "responsible", "due")  # of an action that is set; the rest its doing and its check write
CHECKERS = (Role.auditor, Role.senior_registrar, Role.head)  # who is asked first to check


def analyse(
    desk: Desk, id: Id, revision: int, correction: str, causes: Sequence[Mapping[str, Any]], why: Why
) -> Nonconformity:  # fmt: skip
    """Write down what was put right at once and why it came to it: {text} of each why, the last is the root cause.

    By who answers or who keeps nonconformities, until an action is set. Raises Problems (correction, causes).
    """

    def work(tx: Tx) -> Nonconformity:
        kept = _step(tx, id, revision, (State.opened, State.analysed))
        problems = [] if correction.strip() else [Problem("correction", "errors.field.missing")]
        problems += [] if causes else [Problem("causes", "quality.no_cause")]
        if problems:
            raise Problems(problems)
        new = _valid(kept, {"correction": correction, "causes": [dict(c) for c in causes]})
        new.status = State.analysed
        return tx.save(new)

    given = [id, revision, correction, [dict(c) for c in causes]]
    return desk.transact("nonconformity.analyse", work, why, right=REPORT, given=given)


def plan(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Nonconformity:
    """Set the corrective action: {what, responsible, due}. After one that did not help it is a further row.

    Raises Problems (due in the past; the cause is not found yet: RuleBroken `quality.not_in_state`).
    """

    def work(tx: Tx) -> Nonconformity:
        kept = _step(tx, id, revision, (State.analysed,))
        try:
            action = CorrectiveAction.model_validate({k: v for k, v in values.items() if k in ASKED})
        except ValidationError as e:
            raise Problems.of(e) from None
        if action.due < tx.today:
            raise Problems([Problem("due", "quality.due_past")])
        action.set_by = Stamp(at=tx.now, by=tx.actor.id)
        kept.actions.append(action)
        kept.responsible, kept.due, kept.done_on = action.responsible, action.due, None
        kept.first_due = kept.first_due or action.due
        kept.status = State.planned
        tasks.close(tx, id, DO)
        ask(tx, kept, "quality.task_action")
        return tx.save(kept)

    return desk.transact("nonconformity.plan", work, why, right=REPORT, given=[id, revision, plain(dict(values))])


def do(desk: Desk, id: Id, revision: int, done_on: date | None, note: str, why: Why) -> Nonconformity:
    """Say that the action was carried out, when and how; another person will check whether it helped."""
    problems = [] if done_on else [Problem("done_on", "errors.field.missing")]
    problems += [] if note.strip() else [Problem("done_note", "errors.field.missing")]
    if done_on and done_on > desk.today():
        problems.append(Problem("done_on", "quality.day_ahead"))
    if len(note) > 1000:
        problems.append(Problem("done_note", "errors.field.string_too_long", {"max_length": 1000}))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Nonconformity:
        kept = _step(tx, id, revision, (State.planned,))
        action = kept.actions[-1]
        if done_on and done_on < kept.on:
            raise Problems([Problem("done_on", "quality.before_found", {"day": kept.on})])
        action.done_on, action.done_note, action.done_by = done_on, note.strip(), me(tx)
        kept.done_on, kept.status = done_on, State.done
        tasks.close(tx, id, DO)
        tasks.make(
            tx, what="quality.task_check", values={"number": kept.number, "text": kept.text[:200]},
            to_role=_checker(tx, kept), subject=kept, page=PAGE, address={"id": id}, mark=CHECK,
        )  # fmt: skip
        return tx.save(kept)

    return desk.transact("nonconformity.do", work, why, right=REPORT, given=[id, revision, plain(done_on), note])


def check(desk: Desk, id: Id, revision: int, effective: bool, note: str, why: Why) -> Nonconformity:
    """Judge whether the action helped: effective closes it, not effective asks for a further action.

    By another person than all who had a hand in it (`core.four_eyes`). Raises RuleBroken `quality.own_author` for its
    author, `quality.own_hand` for who answered or acted; Problems without a word of what was seen.
    """
    if not note.strip():
        raise Problems([Problem("note", "errors.field.missing")])
    if len(note) > 1000:
        raise Problems([Problem("note", "errors.field.string_too_long", {"max_length": 1000})])

    def work(tx: Tx) -> Nonconformity:
        kept = tx.get(Nonconformity, id, revision, scoped=False)
        _another(tx, kept)
        if kept.status is not State.done:
            raise RuleBroken("quality.not_in_state", number=kept.number, state=kept.status)
        kept.actions[-1].check = Effectiveness(by=me(tx), at=tx.today, effective=effective, note=note.strip())
        tasks.close(tx, id, CHECK)
        if effective:
            kept.status, kept.closed_on, kept.closed_by = State.closed, tx.today, me(tx)
        else:
            kept.status, kept.done_on = State.analysed, None
            ask(tx, kept, "quality.task_further")
        return tx.save(kept)

    given = [id, revision, effective, note]
    return desk.transact("nonconformity.check", work, why, right=MAY_CHECK, given=given)


def _another(tx: Tx, kept: Nonconformity) -> None:
    """RuleBroken for who had a hand in it."""
    four_eyes.check(tx, "nonconformity.check", kept.author.id, "quality.own_author")
    for hand in kept.hands():
        four_eyes.check(tx, "nonconformity.check", hand, "quality.own_hand")


def _checker(tx: Tx, kept: Nonconformity) -> Role:
    """The role asked to check: the first that has somebody without a hand in it."""
    hands = set(kept.hands()) | {tx.actor.id}
    return next((r for r in CHECKERS if any(a.id not in hands for a in holders(tx.session, r, None, {}))), Role.head)


def _step(tx: Tx, id: Id, revision: int, states: tuple[State, ...]) -> Nonconformity:
    kept = tx.get(Nonconformity, id, revision, scoped=False)
    must_do(tx, [kept.author.id, *([kept.responsible.id] if kept.responsible else [])])
    if kept.status not in states:
        raise RuleBroken("quality.not_in_state", number=kept.number, state=kept.status)
    return kept


def _valid(kept: Nonconformity, values: dict[str, Any]) -> Nonconformity:
    try:
        return Nonconformity.model_validate({**plain(kept), **values})
    except ValidationError as e:
        raise Problems.of(e) from None


__all__ = ["analyse", "check", "do", "plan"]
