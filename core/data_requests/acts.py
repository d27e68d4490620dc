"""The office asks units for data: one request, a row for each unit; it reminds them, it takes the request back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.tx import Tx
from core.units.people import answering
from schemas.base import Id, Ref, Text
from schemas.data_request import AnswerState, DataRequest, RequestState, UnitAnswer, Wanted
from schemas.events import Who
from schemas.reference import Department
from schemas.task import Task, TaskState

PAGE = "data_request"
EDIT = "data_request.edit"
ANSWER, DECIDE = "answer", "decide"  # marks of the tasks of a unit and of the office


def send(desk: Desk, values: Mapping[str, Any], units: Sequence[Id], files: Sequence[Ready], why: Why) -> DataRequest:
    """Send a request {topic, what, basis, due, forms, columns, before, every} to units; their people get a task.

    Raises Problems beside the fields and «units» (nobody, a closed unit).
    """

    def work(tx: Tx) -> DataRequest:
        row = {k: v for k, v in values.items() if v not in (None, "", [])}
        addressed, wrong = _units(tx, units)
        id = tx.new_id()
        try:
            made = DataRequest.model_validate({
                **row, "_id": id, "number": "-", "sent_at": tx.now, "sent_by": Who.model_validate(tx.who()),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([*Problems.of(e).problems, *wrong]) from None
        wrong += [Problem("due", "data_requests.due_past")] if made.due < tx.today else []
        wrong += _columns(made)
        if wrong:
            raise Problems(wrong)
        made.files = [kept(tx, f, "data_request", id) for f in files]
        made.number = f"{tx.today.year}-{tx.number(f'data_request:{tx.today.year}'):03d}"
        asker = Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))
        people = answering(tx.session, [u.id for u in addressed])
        for unit in addressed:
            row_ = UnitAnswer(
                _id=tx.new_id(), request=made.ref(), unit=unit, due=made.due, before=made.before, every=made.every,
                asker=asker,
            )  # fmt: skip
            tx.add(row_, scoped=False)
            ask(tx, row_, people[unit.id], "data_requests.task_answer", {"topic": made.topic})
        return tx.add(made)

    given = [plain(dict(values)), list(units), [f.laid.hash for f in files]]
    return desk.transact("data_request.send", work, why, EDIT, given, LONG)


def kept(tx: Tx, file: Ready, kind: str, owner: Id) -> Ref:
    """A brought file as it is kept with the act."""
    return Ref(id=tx.keep_file(file.laid, file.name, kind, owner), label=Text(kk=file.name))


def _units(tx: Tx, units: Sequence[Id]) -> tuple[list[Ref], list[Problem]]:
    wanted = list(dict.fromkeys(units))
    rows = {r["_id"]: Department.model_validate(r)
            for r in tx.session.rows("departments", {"_id": {"$in": wanted}})}  # fmt: skip
    found = [rows[u].ref() for u in wanted if u in rows and rows[u].in_force(tx.today)]
    if not wanted:
        return [], [Problem("units", "data_requests.nobody")]
    return found, [] if len(found) == len(wanted) else [Problem("units", "data_requests.unit_closed")]


def _columns(made: DataRequest) -> list[Problem]:
    table, names = Wanted.table in made.forms, [c.title.casefold() for c in made.columns]
    if table and not names:
        return [Problem("columns", "data_requests.columns_missing")]
    if names and not table:
        return [Problem("forms", "data_requests.table_not_asked")]
    twice = [n for n, name in enumerate(names) if name in names[:n]]
    return [Problem("columns", "data_requests.column_twice", row=n) for n in twice]


def ask(tx: Tx, row: UnitAnswer, people: Sequence[Ref], key: str, values: Mapping[str, Any]) -> None:
    """A task for each of a unit's people: any of them answers, and all of the tasks close."""
    for one in people:
        tasks.make(
            tx, what=key, values=dict(values), to_user=one, due=max(row.due, tx.today), subject=row, page=PAGE,
            address=address(row), mark=ANSWER,
        )  # fmt: skip


def address(row: UnitAnswer) -> dict[str, str]:
    """Where an answer is seen."""
    return {"id": row.request.id, "answer": row.id}


def end(tx: Tx, id: Id) -> None:
    """Take back what is still asked of anybody about a row."""
    for task in tx.find(Task, {"subject.id": id, "state": TaskState.open.value}, 500):
        tasks.finish(tx, task, None, "", TaskState.cancelled)


def remind_now(desk: Desk, id: Id, why: Why) -> DataRequest:
    """Tell the people of every unit that owes an answer, at once. RuleBroken where nobody owes one."""

    def work(tx: Tx) -> DataRequest:
        kept_ = tx.get(DataRequest, id)
        owing = [r for r in tx.find(UnitAnswer, {"request.id": id}) if r.owed]
        if not owing:
            raise RuleBroken("data_requests.nobody_owes")
        people = answering(tx.session, [r.unit.id for r in owing])
        for row in owing:
            for one in people[row.unit.id]:
                notices.tell(tx, one.id, told_key(row.due, tx.today), told(row), PAGE, address(row))
        return tx.save(kept_)

    return desk.transact("data_request.remind", work, why, EDIT, [id])


def told_key(due: date, today: date) -> str:
    """What a reminder says: it is due, or it is late."""
    return "data_requests.told_late" if due < today else "data_requests.told_soon"


def told(row: UnitAnswer) -> dict[str, Any]:
    """The values of a reminder."""
    return {"request": row.request.label, "unit": row.unit.label, "due": row.due}


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> DataRequest:
    """Take a request back with a reason: who still owed an answer owes none. RuleBroken (over)."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> DataRequest:
        found = tx.get(DataRequest, id, revision)
        if found.status is not RequestState.open:
            raise RuleBroken("data_requests.over", status=found.status)
        for row in tx.find(UnitAnswer, {"request.id": id}):
            if row.status is not AnswerState.accepted:
                row.status = AnswerState.withdrawn
                end(tx, row.id)
                tx.save(row)
        found.status = RequestState.withdrawn
        return tx.save(found)

    return desk.transact("data_request.withdraw", work, why, EDIT, [id, revision], LONG)


__all__ = [
    "ANSWER", "DECIDE", "EDIT", "PAGE", "address", "ask", "end", "kept", "remind_now", "send", "told", "told_key",
    "withdraw",
]  # fmt: skip
