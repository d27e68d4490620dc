"""Tasks are made inside the act that asks for something, and closed inside the act that does it; or by hand."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from core import notices
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.i18n import t
from core.tasks.seats import Seat, holders, seat_for, seats, told
from core.tx import Tx
from schemas.base import LANGS, Document, Id, Ref, Text
from schemas.task import Assignment, Scope, Task, TaskState
from schemas.words import Role

LONGEST = 400


def make(
    tx: Tx, *, what: Text | str, values: dict[str, Any] | None = None, to_role: Role | None = None,
    to_user: Ref | None = None, due: date | None = None, subject: Document | Ref | None = None, kind: str = "",
    page: str = "", address: dict[str, str] | None = None, scope: Scope | None = None, mark: str = "",
    by_hand: bool = False, approval: Id | None = None,
) -> Task:  # fmt: skip
    """A task inside somebody's act, for one person or for a role; those who have it are told.

    what: words in three languages, or a message key with its values (frozen now). subject: what it is about (a
    record, or a reference with its collection in `kind`). page, address: the page's name and the words of its
    address. scope: where it belongs, for roles that work in a part of the institution (see schemas.task). mark: tells
    apart tasks about one subject, for `close`. by_hand: somebody will say that it is done; else an act closes it.
    """
    if (to_role is None) == (to_user is None):
        raise ValueError("a task is for one person or for one role")
    task = Task(
        _id=tx.new_id(), what=said(what, values or {}), to_role=to_role, to_user=to_user, due=due,
        subject=subject.ref() if isinstance(subject, Document) else subject,
        subject_kind=subject.collection if isinstance(subject, Document) else kind,
        page=PurePosixPath(page).stem, address=address or {}, scope=scope or {}, mark=mark, by_hand=by_hand,
        approval=approval, made_by=who(tx),
    )  # fmt: skip
    tx.add(task, scoped=False)
    key = "tasks.told_approval" if approval else "tasks.told" if due else "tasks.told_dayless"
    for id in told(tx.session, holders(tx.session, to_role, to_user, task.scope), tx.today):
        if id != tx.actor.id:
            notices.tell(
                tx, id, key, {"what": task.what, "due": due}, "inbox", {"task": task.id}, task=task.id
            )  # fmt: skip
    return task


def said(what: Text | str, values: dict[str, Any]) -> Text:
    """Words in three languages: as given, or a message frozen as it is said today."""
    if isinstance(what, Text):
        return what
    return Text.model_validate({lang: t(what, lang, **values)[:LONGEST] for lang in LANGS})


def who(tx: Tx) -> Ref:
    """Who acts, as a reference."""
    return Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))


def close(tx: Tx, subject_id: Id, mark: str = "") -> list[Task]:
    """The open tasks about a subject are done by this act (all of them, or those with a mark); approvals are not."""
    where = {"subject.id": subject_id, "state": TaskState.open.value, "approval": None}
    found = tx.find(Task, where | ({"mark": mark} if mark else {}))
    own = seats(tx.session, tx.actor, tx.today) if found else []
    return [finish(tx, task, seat_for(own, task)) for task in found]


def finish(tx: Tx, task: Task, seat: Seat | None, note: str = "", state: TaskState = TaskState.done) -> Task:
    """Close a task that was read in this act; seat: from whose place. What announced it counts as read."""
    task.state, task.done_by, task.done_at, task.closing = state, who(tx), tx.now, note
    task.done_for = seat.who if seat and seat.deputy else None
    notices.settled(tx, task.id)
    return tx.save(task)


def assign(desk: Desk, values: dict[str, Any], why: Why) -> Task:
    """A task by hand: {what, to_user or to_role, due}; Problems beside the fields."""
    try:
        asked = Assignment.model_validate(values)
    except ValidationError as e:
        raise Problems.of(e) from None
    problems = []
    if (asked.to_user is None) == (asked.to_role is None):
        problems.append(Problem("to_user", "tasks.person_or_role"))
    if asked.due is not None and asked.due < desk.today():
        problems.append(Problem("due", "tasks.due_past"))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Task:
        if not holders(tx.session, asked.to_role, asked.to_user, {}):
            field = "to_user" if asked.to_user else "to_role"
            raise Problems([Problem(field, "tasks.nobody_there")])
        return make(
            tx, what=asked.what, to_role=asked.to_role, to_user=asked.to_user, due=asked.due, page="inbox", by_hand=True
        )

    return desk.transact("task.assign", work, why, given=values)


def done(desk: Desk, id: Id, why: Why) -> Task:
    """Say that a task given by hand is done; Forbidden for another's task, RuleBroken for one that an act closes."""

    def work(tx: Tx) -> Task:
        task = _open(tx, id)
        seat = seat_for(seats(tx.session, tx.actor, tx.today), task)
        if seat is None:
            raise Forbidden("tasks.not_yours")
        if not task.by_hand:
            raise RuleBroken("tasks.closes_itself")
        return finish(tx, task, seat, why.reason)

    return desk.transact("task.done", work, why, right="task.work")


def cancel(desk: Desk, id: Id, why: Why) -> Task:
    """Take a task given by hand back: who gave it, or the head; a reason is asked."""
    _reason(why)

    def work(tx: Tx) -> Task:
        task = _open(tx, id)
        if task.made_by.id != tx.actor.id and not tx.actor.may("task.read_all"):
            raise Forbidden("tasks.not_yours")
        if not task.by_hand:
            raise RuleBroken("tasks.closes_itself")
        return finish(tx, task, None, why.reason, TaskState.cancelled)

    return desk.transact("task.cancel", work, why, right="task.work")


def _open(tx: Tx, id: Id) -> Task:
    task = tx.get(Task, id, scoped=False)
    if task.state is not TaskState.open:
        raise RuleBroken("tasks.closed_already", by=task.done_by.label if task.done_by else "")
    return task


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
