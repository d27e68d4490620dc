"""The way of a request to a service: asked, taken by one of its people, done, accepted by who asked or sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.diplomas.clock import due as working_due
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.files import Ready
from core.service_requests.people import doers
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.events import Who
from schemas.kinds import ServiceKind, Sort
from schemas.service_request import OVER, WAITING, Remark, ServiceRequest, ServiceState, Urgency
from schemas.task import Task, TaskState

PAGE = "service_requests"
USE = "service_request.use"
WORK, ACCEPT = "work", "accept"  # marks of the tasks of the service and of who asked


def ask(desk: Desk, values: Mapping[str, Any], files: Sequence[Ready], why: Why) -> ServiceRequest:
    """Ask a service: {service, topic, text, place, urgency}; its people have a task, by its working days.

    Raises Problems beside the fields (no such service, a service in which nobody works).
    """

    def work(tx: Tx) -> ServiceRequest:
        row = {k: v for k, v in values.items() if v not in (None, "")}
        if not row.get("service"):
            raise Problems([Problem("service", "errors.field.missing")])
        kind = tx.kind(Sort.service, str(row["service"]))
        body, id = kind.as_body(ServiceKind), tx.new_id()
        people = doers(tx.session, body)
        if not people:
            raise Problems([Problem("service", "service_requests.nobody_there", {"service": kind.name})])
        try:
            made = ServiceRequest.model_validate({
                **row, "_id": id, "number": "-", "service_name": kind.name, "due": tx.today, "asked_at": tx.now,
                "asked_by": Ref(id=tx.actor.id, label=Text(kk=tx.actor.name)),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        days = body.urgent if made.urgency is Urgency.urgent else body.usual
        made.due = working_due(tx.session, tx.today, days)
        made.files = [_kept(tx, f, id) for f in files]
        made.number = f"{tx.today.year}-{tx.number(f'service_request:{tx.today.year}'):03d}"
        for one in people:
            _task(tx, made, one)
        return tx.add(made)

    given = [plain(dict(values)), [f.laid.hash for f in files]]
    return desk.transact("service_request.ask", work, why, USE, given)


def _kept(tx: Tx, file: Ready, id: Id) -> Ref:
    return Ref(id=tx.keep_file(file.laid, file.name, "service_request", id), label=Text(kk=file.name))


def _task(tx: Tx, of: ServiceRequest, one: Ref) -> None:
    tasks.make(
        tx, what="service_requests.task", values={"number": of.number, "topic": of.topic, "who": of.asked_by.label},
        to_user=one, due=max(of.due, tx.today), subject=of, page=PAGE, address={"id": of.id}, mark=WORK,
    )  # fmt: skip


def take(desk: Desk, id: Id, revision: int, why: Why) -> ServiceRequest:
    """One of the service's people takes it: nobody else has its task any longer. RuleBroken (not new), Forbidden."""

    def work(tx: Tx) -> ServiceRequest:
        of = _at(tx, id, revision, ServiceState.new)
        _serving(tx, of)
        of.status, of.taken_at, of.whom = ServiceState.taken, tx.now, Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))
        for task in tx.find(Task, {"subject.id": id, "mark": WORK, "state": TaskState.open.value}):
            if task.to_user and task.to_user.id != tx.actor.id:
                tasks.finish(tx, task, None, "", TaskState.cancelled)
        _tell(tx, of, of.asked_by.id, "service_requests.told_taken")
        return tx.save(of)

    return desk.transact("service_request.take", work, why, USE, [id, revision])


def done(desk: Desk, id: Id, revision: int, why: Why) -> ServiceRequest:
    """The work is done; who asked is to accept it. The reason, where one is given, is kept as a remark."""

    def work(tx: Tx) -> ServiceRequest:
        of = _at(tx, id, revision, ServiceState.taken)
        _serving(tx, of)
        of.status, of.done_at = ServiceState.done, tx.now
        _say(tx, of, why.reason)
        tasks.close(tx, id, WORK)
        tasks.make(
            tx, what="service_requests.task_accept", values={"number": of.number, "topic": of.topic},
            to_user=of.asked_by, subject=of, page=PAGE, address={"id": id}, mark=ACCEPT,
        )  # fmt: skip
        return tx.save(of)

    return desk.transact("service_request.done", work, why, USE, [id, revision])


def accept(desk: Desk, id: Id, revision: int, why: Why) -> ServiceRequest:
    """Who asked accepts the work: the request is over."""

    def work(tx: Tx) -> ServiceRequest:
        of = _own(tx, _at(tx, id, revision, ServiceState.done))
        of.status, of.accepted_at = ServiceState.accepted, tx.now
        _say(tx, of, why.reason)
        tasks.close(tx, id, ACCEPT)
        return tx.save(of)

    return desk.transact("service_request.accept", work, why, USE, [id, revision])


def back(desk: Desk, id: Id, revision: int, why: Why) -> ServiceRequest:
    """Who asked sends the work back with the reason: it is in the same hands again, by the day it had."""
    _reason(why)

    def work(tx: Tx) -> ServiceRequest:
        of = _own(tx, _at(tx, id, revision, ServiceState.done))
        of.status, of.done_at = ServiceState.taken, None
        _say(tx, of, why.reason)
        tasks.close(tx, id, ACCEPT)
        if of.whom:
            _task(tx, of, of.whom)
        return tx.save(of)

    return desk.transact("service_request.back", work, why, USE, [id, revision])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> ServiceRequest:
    """Who asked takes it back, with a reason. RuleBroken (over)."""
    _reason(why)

    def work(tx: Tx) -> ServiceRequest:
        of = _own(tx, _at(tx, id, revision, *WAITING, ServiceState.done))
        of.status = ServiceState.withdrawn
        _say(tx, of, why.reason)
        for task in tx.find(Task, {"subject.id": id, "state": TaskState.open.value}):
            tasks.finish(tx, task, None, "", TaskState.cancelled)
        return tx.save(of)

    return desk.transact("service_request.withdraw", work, why, USE, [id, revision])


def remark(desk: Desk, id: Id, revision: int, text: str, files: Sequence[Ready], why: Why) -> ServiceRequest:
    """A word about it, with files, by who asked or who does it; the other side is told.

    Raises Problems («text»), Forbidden, RuleBroken (over).
    """
    if not text.strip() and not files:
        raise Problems([Problem("text", "errors.field.missing")])

    def work(tx: Tx) -> ServiceRequest:
        of = _at(tx, id, revision, *(s for s in ServiceState if s not in OVER))
        if of.asked_by.id != tx.actor.id:
            _serving(tx, of)
        of.files = [*of.files, *(_kept(tx, f, id) for f in files)]
        _say(tx, of, text or ", ".join(f.name for f in files))
        other = of.whom.id if of.whom and of.asked_by.id == tx.actor.id else of.asked_by.id
        _tell(tx, of, other, "service_requests.told_remark")
        return tx.save(of)

    return desk.transact("service_request.remark", work, why, USE, [id, revision, text, [f.laid.hash for f in files]])


def _say(tx: Tx, of: ServiceRequest, text: str) -> None:
    if text.strip():
        of.remarks = [*of.remarks, Remark(at=tx.now, by=Who.model_validate(tx.who()), text=text.strip()[:2000])]


def _tell(tx: Tx, of: ServiceRequest, to: Id, key: str) -> None:
    if to != tx.actor.id:
        notices.tell(tx, to, key, {"number": of.number, "topic": of.topic, "who": tx.actor.name}, PAGE, {"id": of.id})


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def _at(tx: Tx, id: Id, revision: int, *states: ServiceState) -> ServiceRequest:
    of = tx.get(ServiceRequest, id, revision)
    if of.status not in states:
        raise RuleBroken("service_requests.not_so", status=of.status)
    return of


def _own(tx: Tx, of: ServiceRequest) -> ServiceRequest:
    if of.asked_by.id != tx.actor.id:
        raise Forbidden("service_requests.not_yours")
    return of


def _serving(tx: Tx, of: ServiceRequest) -> None:
    body = tx.kind(Sort.service, of.service).as_body(ServiceKind)
    if of.whom and of.whom.id == tx.actor.id:
        return
    if tx.actor.id not in {p.id for p in doers(tx.session, body)}:
        raise Forbidden("service_requests.not_serving")


__all__ = ["PAGE", "USE", "accept", "ask", "back", "done", "remark", "take", "withdraw"]
