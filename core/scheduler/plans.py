"""Plans: written inside an act, carried out once on their day by the actor «system», each in an act of its own."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from core import notices
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.errors import NotFound, OfficeError, RuleBroken, StaleRevision, Unavailable
from core.jobs.rows import kept_error
from core.office import SYSTEM
from core.scheduler.table import loaded
from core.tx import Tx
from schemas.base import Basis, Document, Id, Ref
from schemas.planned import Planned, PlanState, Trouble
from schemas.words import Role

log = logging.getLogger("office.scheduler")
Handler = Callable[[Tx, Planned], Document | None]
# what: the step that carries it out, inside the act of «system». It answers with the document on whose chain the audit
# entry is to stand, or None (then it is the plan's own). Its words stand in core/i18n as `scheduler.what_<name>`.
HANDLERS: dict[str, Handler] = {}
# Plans of a signed paper: only another paper takes them back, else it would stand signed and never be carried out.
BOUND = frozenset({"order.apply"})
MET = 3  # so often an act that met another one is tried at once again


def later(reference: str) -> Handler:
    """A handler named by «module:function», loaded when it is first needed, so that the table binds nobody."""
    return lambda tx, planned: loaded(reference)(tx, planned)


HANDLERS["unit.rename"] = later("core.units:carry_out")
HANDLERS["difference.enter"] = later("core.differences.approving:carry_out")
HANDLERS["norm.enter"] = later("core.norm_documents.force:carry_out")
HANDLERS["order.apply"] = later("core.orders.applying:carry_out")


def plan(
    tx: Tx, due: date, what: str, subject: Document | Ref, basis: Basis | None = None, reason: str = "",
    kind: str = "", values: dict[str, Any] | None = None,
) -> Planned:  # fmt: skip
    """Plan, inside an act, what is to happen on a day (the office's calendar); a past day is made up at once.

    what: a name of HANDLERS. subject: what it is about (kind: its collection, where it is only a reference). basis,
    reason: those of the paper; the act of that day carries them. values: what the handler needs besides. Raises
    RuleBroken for a name nobody handles: a plan that cannot be carried out is not made.
    """
    _handler(what)
    if isinstance(subject, Document):
        kind, subject = subject.collection, subject.ref()
    made = Planned(
        due=due, what=what, kind=kind, subject=subject, reason=reason, basis=basis, values=values or {},
    )  # fmt: skip
    return tx.add(made, scoped=False)


def cancel(tx: Tx, subject_id: Id, what: str = "") -> list[Planned]:
    """Cancel, inside an act, what is still planned for a subject or could not be carried out (all of it, or one kind);
    what was cancelled."""
    open_ = [PlanState.waiting.value, PlanState.failed.value]
    where = {"subject.id": subject_id, "state": {"$in": open_}} | ({"what": what} if what else {})
    found = tx.find(Planned, where)
    for planned in found:
        planned.state, planned.ended = PlanState.cancelled, tx.now
        tx.save(planned)
    return found


def again(desk: Desk, id: Id, why: Why) -> Planned:
    """Let a plan that failed be tried once more. Raises RuleBroken where it did not fail."""

    def work(tx: Tx) -> Planned:
        planned = tx.get(Planned, id)
        if planned.state is not PlanState.failed:
            raise RuleBroken("scheduler.not_failed")
        planned.state, planned.ended, planned.trouble = PlanState.waiting, None, None
        return tx.save(planned)

    return desk.transact("plan.again", work, why, right="schedule.edit", given=[id])


def drop(desk: Desk, id: Id, why: Why) -> Planned:
    """Take one plan back by hand, with a reason: it waits, or it failed and is not to be tried again."""
    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")

    def work(tx: Tx) -> Planned:
        planned = tx.get(Planned, id)
        if planned.state not in (PlanState.waiting, PlanState.failed):
            raise RuleBroken("scheduler.ended_already")
        if planned.what in BOUND:
            raise RuleBroken("scheduler.bound")
        planned.state, planned.ended = PlanState.cancelled, tx.now
        return tx.save(planned)

    return desk.transact("plan.cancel", work, why, right="schedule.edit", given=[id])


def looker(store: Store) -> Callable[[], int]:
    """The scheduler's work: carry out what is due."""
    return lambda: carry_out_due(store)


def carry_out_due(store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> int:
    """Carry out every plan whose day has come, in the order of days; how many were due.

    Each is one act with a command of its own, so two that do it at once, or one killed at any step and begun anew, end
    with one act. A plan that fails is marked with what was wrong and told to the head; the others go on.
    """
    desk = Desk(SYSTEM, store, clock)
    where = {"state": PlanState.waiting.value, "due": {"$lte": desk.today().isoformat()}}
    due = store.rows("planned", where, {"due": 1, "tries": 1}, [("due", 1), ("_id", 1)], 500)
    for row in due:
        try:
            _carry_out(desk, row["_id"])
        except Unavailable:
            raise  # nothing is wrong with the plan: it waits
        except NotFound as e:
            _failed(desk, row["_id"], e)
        except OfficeError as e:
            _failed(desk, row["_id"], e)
        except Exception:
            number = secrets.token_hex(3).upper()
            log.exception("fault %s in plan %s", number, row["_id"])
            _failed(desk, row["_id"], OfficeError("errors.internal", number=number))
    return len(due)


def _carry_out(desk: Desk, id: Id) -> None:
    planned = desk.store.load(Planned, id)
    why = Why(planned.reason, planned.basis, f"plan:{id}:{planned.tries}")

    def work(tx: Tx) -> Document:
        now = tx.get(Planned, id, scoped=False)
        if now.state is not PlanState.waiting:
            raise RuleBroken("scheduler.ended_already")
        subject = _handler(now.what)(tx, now)
        now.state, now.ended = PlanState.done, tx.now
        tx.save(now)
        return now if subject is None else subject

    for n in range(MET):
        try:
            desk.transact("plan.execute", work, why, right="schedule.edit", seconds=LONG)
            return
        except StaleRevision:
            if n == MET - 1:
                raise


def _failed(desk: Desk, id: Id, error: OfficeError) -> None:
    """Keep what was wrong with the plan, unless somebody else has ended it meanwhile."""
    log.warning("plan %s: %s", id, error.key)
    kept = kept_error(error)

    def work(tx: Tx) -> Planned:
        planned = tx.get(Planned, id, scoped=False)
        if planned.state is not PlanState.waiting:
            raise RuleBroken("scheduler.ended_already")
        planned.state, planned.ended, planned.tries = PlanState.failed, tx.now, planned.tries + 1
        planned.trouble = Trouble.model_validate(kept)
        values = {"subject": planned.subject.label, "due": planned.due}
        notices.tell(tx, Role.head, "scheduler.told_plan", values, page="jobs")
        return tx.save(planned)

    try:
        desk.transact("plan.fail", work, Why(), right="schedule.edit")
    except (RuleBroken, StaleRevision) as e:
        log.info("plan %s was ended by another process: %s", id, e.key)


def _handler(what: str) -> Handler:
    if what not in HANDLERS:
        raise RuleBroken("scheduler.unknown_plan", what=what)
    return HANDLERS[what]
