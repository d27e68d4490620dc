"""What the office says to an answer: accepted, or returned for mending with the reason; the day moved for one unit."""

from __future__ import annotations

from datetime import date

from core import notices, tasks
from core.data_requests.acts import ANSWER, DECIDE, EDIT, PAGE, address, ask
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.tx import Tx
from core.units.people import answering
from schemas.base import Id
from schemas.data_request import AnswerState, DataRequest, DayMoved, RequestState, UnitAnswer
from schemas.events import Who
from schemas.task import Task, TaskState


def accept(desk: Desk, id: Id, revision: int, why: Why) -> UnitAnswer:
    """Accept an answer; the last one closes the request. RuleBroken (no answer waits), Forbidden (one's own)."""

    def work(tx: Tx) -> UnitAnswer:
        row = _decided(tx, id, revision, True, why.reason)
        row.status = AnswerState.accepted
        rest = [r for r in tx.find(UnitAnswer, {"request.id": row.request.id}) if r.id != id]
        if all(r.status is AnswerState.accepted for r in rest):
            asked = tx.get(DataRequest, row.request.id)
            asked.status = RequestState.closed
            tx.save(asked)
        return tx.save(row)

    return desk.transact("data_request.accept", work, why, EDIT, [id, revision])


def mend(desk: Desk, id: Id, revision: int, due: date | None, why: Why) -> UnitAnswer:
    """Return an answer for mending with a reason, by a day (the old one where none is given and it has not passed).

    Raises Problems (no reason, a day that has passed), RuleBroken (no answer waits).
    """
    _reason(why)

    def work(tx: Tx) -> UnitAnswer:
        row = _decided(tx, id, revision, False, why.reason)
        _move(tx, row, due or max(row.due, tx.today), why.reason)
        row.status = AnswerState.returned
        people = answering(tx.session, [row.unit.id])[row.unit.id]
        ask(tx, row, people, "data_requests.task_mend", {"request": row.request.label, "why": why.reason.strip()[:200]})
        return tx.save(row)

    return desk.transact("data_request.mend", work, why, EDIT, [id, revision, due])


def extend(desk: Desk, id: Id, revision: int, due: date, why: Why) -> UnitAnswer:
    """Move the day for one unit that owes an answer, with a reason; its people are told.

    Raises Problems (no reason, a day that has passed), RuleBroken (none is owed).
    """
    _reason(why)

    def work(tx: Tx) -> UnitAnswer:
        row = tx.get(UnitAnswer, id, revision)
        if not row.owed:
            raise RuleBroken("data_requests.not_owed", status=row.status)
        _move(tx, row, due, why.reason)
        for task in tx.find(Task, {"subject.id": id, "mark": ANSWER, "state": TaskState.open.value}, 500):
            task.due = due
            tx.save(task)
            if task.to_user:
                notices.tell(tx, task.to_user.id, "data_requests.told_moved",
                             {"request": row.request.label, "due": due}, PAGE, address(row))  # fmt: skip
        return tx.save(row)

    return desk.transact("data_request.extend", work, why, EDIT, [id, revision, due])


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def _move(tx: Tx, row: UnitAnswer, due: date, why: str) -> None:
    if due < tx.today:
        raise Problems([Problem("due", "data_requests.due_past")])
    if due != row.due:
        moved = DayMoved(was=row.due, now=due, why=why.strip(), at=tx.now, by=Who.model_validate(tx.who()))
        row.moved, row.due = [*row.moved, moved], due


def _decided(tx: Tx, id: Id, revision: int, accepted: bool, note: str) -> UnitAnswer:
    """The row with its newest round judged; who gave an answer himself does not judge it."""
    row = tx.get(UnitAnswer, id, revision)
    if row.status is not AnswerState.answered or row.last is None:
        raise RuleBroken("data_requests.nothing_waits", status=row.status)
    if row.last.by.id == tx.actor.id and not row.last.on_behalf:
        raise Forbidden("data_requests.own_answer")
    row.last.accepted, row.last.note = accepted, note.strip()
    row.last.decided_at, row.last.decided_by = tx.now, Who.model_validate(tx.who())
    tasks.close(tx, id, DECIDE)
    return row


__all__ = ["accept", "extend", "mend"]
