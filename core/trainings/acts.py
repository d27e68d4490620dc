"""A training is planned for people, each of whom signs himself; or signs on paper, whose scan is kept; then closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import tasks
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.files import Ready
from core.integrity import later
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.task import Task, TaskState
from schemas.training import Attendee, Training, TrainingSort, TrainingState
from schemas.words import Role

PAGE = "trainings"
EDIT = "training.edit"


def mark_of(user: Id) -> str:
    """By what the task of one participant is told apart."""
    return f"sign:{user}"


def due_of(sort: TrainingSort) -> Id:
    """What the reminder about a sort of training is about."""
    return f"training:{sort.value}"


def plan(desk: Desk, values: Mapping[str, Any], users: Sequence[Id], programme: Ready | None, why: Why) -> Training:
    """Plan a training: {sort, topic, day, by, valid}, for whom, its programme. Each is told and has a task to sign.

    Raises Problems beside the fields and «people» (nobody, a closed account).
    """

    def work(tx: Tx) -> Training:
        row = {k: v for k, v in values.items() if v not in (None, "")}
        people, wrong = _people(tx, users)
        try:
            made = Training.model_validate({
                **row, "_id": tx.new_id(), "number": "-", "until": row.get("day") or tx.today, "people": people,
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([*Problems.of(e).problems, *wrong]) from None
        if wrong:
            raise Problems(wrong)
        made.until = later(made.day, made.valid)
        if programme:
            hash = tx.keep_file(programme.laid, programme.name, "programme", made.id)
            made.programme = Ref(id=hash, label=Text(kk=programme.name))
        made.number = f"{tx.today.year}-{tx.number(f'training:{tx.today.year}'):03d}"
        for one in people:
            _ask(tx, made, one)
        return tx.add(made)

    given = [plain(dict(values)), list(users), programme.laid.hash if programme else ""]
    return desk.transact("training.plan", work, why, EDIT, given, LONG)


def add(desk: Desk, id: Id, revision: int, users: Sequence[Id], why: Why) -> Training:
    """Call more people to a training that is open. Raises Problems (nobody, called already), RuleBroken (over)."""

    def work(tx: Tx) -> Training:
        kept = _open(tx, id, revision)
        there = {p.user.id for p in kept.people}
        people, wrong = _people(tx, [u for u in users if u not in there])
        if wrong:
            raise Problems(wrong)
        for one in people:
            _ask(tx, kept, one)
        kept.people = [*kept.people, *people]
        return tx.save(kept)

    return desk.transact("training.add", work, why, EDIT, [id, revision, list(users)], LONG)


def _people(tx: Tx, users: Sequence[Id]) -> tuple[list[Attendee], list[Problem]]:
    wanted = list(dict.fromkeys(users))
    found = {r["_id"]: r for r in tx.session.rows("users", {"_id": {"$in": wanted}, "active": True},
                                                  {"name": 1, "post": 1, "role": 1})}  # fmt: skip
    wrong = [] if wanted else [Problem("people", "trainings.nobody")]
    wrong += [Problem("people", "trainings.account_closed")] if len(found) < len(wanted) else []
    people = [
        Attendee(user=Ref(id=u, label=Text(kk=row["name"])), post=row.get("post") or Role(row["role"]).label("kk"))
        for u in wanted if (row := found.get(u))
    ]  # fmt: skip
    return people, wrong


def _ask(tx: Tx, training: Training, one: Attendee) -> None:
    tasks.make(
        tx, what="trainings.task_sign", values={"sort": training.sort, "topic": training.topic, "day": training.day},
        to_user=one.user, due=max(training.day, tx.today), subject=training, page=PAGE, address={"id": training.id},
        mark=mark_of(one.user.id),
    )  # fmt: skip


def sign(desk: Desk, id: Id, why: Why) -> Training:
    """Who was there signs himself, by his sign-in. Raises Forbidden (not called), RuleBroken (before its day, signed,
    over)."""

    def work(tx: Tx) -> Training:
        kept = _open(tx, id)
        mine = next((p for p in kept.people if p.user.id == tx.actor.id), None)
        if mine is None:
            raise Forbidden("trainings.not_called")
        if kept.day > tx.today:
            raise RuleBroken("trainings.not_yet", day=kept.day)
        if mine.signed_at is not None:
            raise RuleBroken("trainings.signed_already")
        mine.signed_at = tx.now
        tasks.close(tx, id, mark_of(mine.user.id))
        return tx.save(kept)

    return desk.transact("training.sign", work, why, given=[id])


def on_paper(desk: Desk, id: Id, revision: int, users: Collection[Id], scan: Ready | None, why: Why) -> Training:
    """Who signed on the paper list, whose scan is kept. Raises Problems («people», «scan»), RuleBroken (before its
    day, over)."""

    def work(tx: Tx) -> Training:
        kept = _open(tx, id, revision)
        if kept.day > tx.today:
            raise RuleBroken("trainings.not_yet", day=kept.day)
        waiting = [p for p in kept.people if p.user.id in users and p.signed_at is None]
        wrong = [] if waiting else [Problem("people", "trainings.nobody")]
        wrong += [] if scan or kept.scan else [Problem("scan", "errors.field.missing")]
        if wrong:
            raise Problems(wrong)
        for one in waiting:
            one.signed_at, one.paper = tx.now, True
            tasks.close(tx, id, mark_of(one.user.id))
        if scan:
            kept.scan = Ref(id=tx.keep_file(scan.laid, scan.name, "scan", id), label=Text(kk=scan.name))
        return tx.save(kept)

    given = [id, revision, sorted(users), scan.laid.hash if scan else ""]
    return desk.transact("training.on_paper", work, why, EDIT, given, LONG)


def close(desk: Desk, id: Id, revision: int, why: Why) -> Training:
    """Close a training: nobody signs any longer, who has not signed was not there. RuleBroken when nobody signed."""

    def work(tx: Tx) -> Training:
        kept = _open(tx, id, revision)
        if not any(p.signed_at for p in kept.people):
            raise RuleBroken("trainings.nobody_signed")
        kept.status = TrainingState.closed
        _end(tx, id)
        tasks.close(tx, due_of(kept.sort))
        return tx.save(kept)

    return desk.transact("training.close", work, why, EDIT, [id, revision], LONG)


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Training:
    """A training that did not take place, with a reason; one that anybody signed stays."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Training:
        kept = _open(tx, id, revision)
        if any(p.signed_at for p in kept.people):
            raise RuleBroken("trainings.somebody_signed")
        kept.status = TrainingState.cancelled
        _end(tx, id)
        return tx.save(kept)

    return desk.transact("training.cancel", work, why, EDIT, [id, revision], LONG)


def _end(tx: Tx, id: Id) -> None:
    for task in tx.find(Task, {"subject.id": id, "state": TaskState.open.value}, 2000):
        tasks.finish(tx, task, None, "", TaskState.cancelled)


def _open(tx: Tx, id: Id, revision: int | None = None) -> Training:
    kept = tx.get(Training, id, revision)
    if kept.status is not TrainingState.open:
        raise RuleBroken("trainings.over", status=kept.status)
    return kept


__all__ = ["EDIT", "PAGE", "add", "cancel", "close", "due_of", "mark_of", "on_paper", "plan", "sign"]
