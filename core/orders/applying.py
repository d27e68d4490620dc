"""An order carried out: one act for all its students, on its day; and taken back by another, by new events."""

from __future__ import annotations

from collections.abc import Mapping

from core import history, scheduler
from core.db.store import Row
from core.differences import approving as differences
from core.errors import RuleBroken
from core.orders import after, effects, extracts
from core.orders.acts import stage
from core.orders.asks import kind_of
from core.orders.checks import Found, as_on, backdated, done_that_day, ground, still_kept
from core.orders.leaves import ON_LEAVE, ended
from core.orders.paths import first_broken
from core.papers import owed
from core.registration.leaving import Taken, received, released, restored
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Document, Id
from schemas.kinds import OrderKind
from schemas.kinds.after import AfterDay
from schemas.order import Order, OrderLine, OrderStatus, OrderStep
from schemas.planned import Planned
from schemas.words import StudyStatus

NAMED = 5  # so many students are named in one refusal


def due(tx: Tx, order: Order, kind: OrderKind) -> None:
    """What is to happen to a signed order now: carried out where its day has come, planned where it is to come; nothing
    while it waits for HR's copy. The order is saved by the caller. Raises RuleBroken as `apply_step`."""
    waits = kind.copy_first and order.copy_hr is None
    if order.effective <= tx.today and not waits:
        apply_step(tx, order, kind)
        return
    fits(tx, order, kind)
    if not waits and order.plan is None:
        order.plan = scheduler.plan(tx, order.effective, "order.apply", order, basis=basis_of(order)).ref()


def carry_out(tx: Tx, planned: Planned) -> Document:
    """The day of a planned order has come (core.scheduler). A student who does not fit any more stops it by name, and
    the head is told."""
    order = tx.get(Order, planned.subject.id, scoped=False)
    if order.status is not OrderStatus.signed:
        raise RuleBroken("orders.not_signed", order=order.label(), status=order.status)
    apply_step(tx, order, kind_of(tx.session, order))
    return tx.save(order)


def basis_of(order: Order) -> Basis:
    """An order as the basis that events name."""
    return Basis(kind=order.kind_name.kk[:60], number=order.number, day=order.day)


def apply_step(tx: Tx, order: Order, kind: OrderKind) -> None:
    """Do to every student the order still concerns what it says, inside one act: all of them or none.

    Raises RuleBroken naming who no longer fits: his status, a study not there on that day, another order of the day, a
    later order that would lose its ground.
    """
    rows = fits(tx, order, kind)
    extracts.make(tx, order, kind, rows)
    if kind.cancels:
        _reverse_all(tx, order)
    else:
        _apply_all(tx, order, kind, rows)
        differences.after_order(tx, [x.study for x in order.lines], basis_of(order))
        owed.after_order(tx, order, kind)
        after.asked(tx, order, kind, AfterDay.effective)
    order.status, order.applied_on = OrderStatus.applied, tx.today
    stage(tx, order, OrderStep.applied)
    tx.mark_dirty("contingent")


def fits(tx: Tx, order: Order, kind: OrderKind) -> dict[Id, Row]:
    """Students of an order as they stand on its day. RuleBroken by name where one does not fit (any more)."""
    states = tx.students(sorted({x.student.id for x in order.lines}), merged=True)
    later = {id for id, state in states.items() if backdated(state, order)}
    tx.read_events(states if kind.cancels else later)
    rows = {id: as_on(s, tx.events(id), order.effective) if id in later else s for id, s in states.items()}
    unfit = ground(tx.session, order, kind, rows) or still_kept(tx.session, order, kind, tx.today, rows)
    _stopped(order, [*unfit, *done_that_day(tx.session, order, kind)])
    return rows


def _stopped(order: Order, found: list[Found]) -> None:
    unfit = [f for f in found if f.refuse]
    if len(unfit) == 1:
        raise RuleBroken(unfit[0].key, **unfit[0].values)
    if unfit:
        names = list(dict.fromkeys(str(f.values["name"].kk) for f in unfit if "name" in f.values))
        shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        raise RuleBroken("orders.unfit", order=order.label(), n=len(names), names=shown)


def _apply_all(tx: Tx, order: Order, kind: OrderKind, rows: Mapping[Id, Row]) -> None:
    closes, opens = effects.registers(kind)
    lines = [x for x in order.lines if x.reversed is None]
    for line in lines:
        moved(tx, order, kind, line, rows[line.student.id])
    if closes:  # what is true today decides: who came back since is left where he is
        _release(tx, [x for x in lines if not (kind.target and _studies(tx, x))])
    if opens:
        come = [x for x in lines if _studies(tx, x)]
        restored(tx, _taken_before(tx, order, come))
        received(tx, [(x.student.id, x.study) for x in come], max(tx.today, order.effective))


def moved(tx: Tx, order: Order, kind: OrderKind, line: OrderLine, state: Row) -> None:
    """What an order does to one study that stands so, as an event. Registration is apart."""
    late = backdated(tx.students([line.student.id])[line.student.id], order)
    event = tx.append(
        line.student.id, ev.OrderApplied, order.effective, study=line.study, order=order.ref(), kind=order.kind,
        statuses=[s.value for s in kind.statuses], facts=effects.facts_of(order, line),
        changes=effects.changes_of(kind, order, line, state),
    )  # fmt: skip
    line.event = event.id
    if late:
        _holds_together(tx, line)
    if ON_LEAVE in kind.statuses and _status(tx, line) is not ON_LEAVE:
        ended(tx, line.student.id, line.study)


def _status(tx: Tx, line: OrderLine) -> StudyStatus | None:
    """Where a study stands, as this act leaves it."""
    study = effects.as_of(tx.students([line.student.id])[line.student.id], line.study)
    return StudyStatus(study["status"]) if study else None


def _studies(tx: Tx, line: OrderLine) -> bool:
    return _status(tx, line) is StudyStatus.active


def _release(tx: Tx, lines: list[OrderLine]) -> None:
    taken = released(tx, [(x.student.id, x.study) for x in lines])
    for line in lines:
        if taken[line.study]:
            line.was["released"] = taken[line.study]


def _taken_before(tx: Tx, order: Order, lines: list[OrderLine]) -> dict[tuple[Id, Id], Taken]:
    """What the last order by which each of them left had taken him out of."""
    mine = {x.study: x for x in lines}
    where = {"lines.study": {"$in": sorted(mine)}, "lines.was.released": {"$exists": True}, "_id": {"$ne": order.id},
             "status": OrderStatus.applied.value}  # fmt: skip
    only = {"effective": 1, "applied_on": 1, "lines.study": 1, "lines.was.released": 1, "lines.reversed": 1}
    found: dict[tuple[Id, Id], Taken] = {}
    for row in sorted(tx.session.rows("orders", where, only) if mine else (), key=lambda r: r["effective"]):
        for each in row["lines"]:
            taken = (each.get("was") or {}).get("released")
            if taken and each["study"] in mine and not each.get("reversed"):
                found[mine[each["study"]].student.id, each["study"]] = taken
    return found


def _holds_together(tx: Tx, line: OrderLine) -> None:
    """A back-dated step must leave every later order its ground."""
    if (broken := first_broken(tx.events(line.student.id), line.study)) is not None:
        raise RuleBroken(
            "orders.later_order", name=line.student.label, number=line.number, order=broken.order, day=broken.day,
            status=StudyStatus(broken.status) if broken.status else "—",
        )  # fmt: skip


def _reverse_all(tx: Tx, order: Order) -> None:
    """Take back what another order did; where it did nothing yet, it will not."""
    assert order.cancels is not None
    of = tx.get(Order, order.cancels.id, scoped=False)
    lines = {x.study: x for x in of.lines}
    pairs = [(x, lines[x.study]) for x in order.lines]
    if of.status is OrderStatus.applied:
        for line, was in pairs:
            _reverse(tx, order, of, line, was)
        extracts.cancelled(tx, order, of, [x.study for x in order.lines])
        _, opens = effects.registers(kind_of(tx.session, of))
        _release(tx, [x for x, _ in pairs if opens and not _studies(tx, x)])
        restored(tx, {(x.student.id, x.study): was.was["released"] for x, was in pairs
                      if was.was.get("released") and _studies(tx, x)})  # fmt: skip
    for _, was in pairs:
        was.reversed = order.ref()
    if all(x.reversed for x in of.lines):
        of.status, of.cancelled_by = OrderStatus.cancelled, order.ref()
        scheduler.cancel(tx, of.id, "order.apply")
        owed.order_cancelled(tx, of)
        after.cancelled(tx, of)
        stage(tx, of, OrderStep.cancelled, order.number)
    tx.save(of)


def _reverse(tx: Tx, order: Order, of: Order, line: OrderLine, was: OrderLine) -> None:
    events = tx.events(line.student.id)
    applied = next(e for e in events if e.id == was.event)
    assert isinstance(applied, ev.OrderApplied)
    now = tx.students([line.student.id])[line.student.id]
    without = history.fold([e for e in events if e is not applied])
    places = [(c.field, c.field.split(".")) for c in applied.changes]
    sides = [(f, history.pick(now, p), history.pick(without, p)) for f, p in places]
    event = tx.append(
        line.student.id, ev.OrderReversed, max(order.effective, applied.effective), study=line.study,
        order=order.ref(), kind=order.kind, of=of.ref(), reverses=applied.id,
        changes=[ev.Change(field=f, was=a, now=b) for f, a, b in sides if a != b],
    )  # fmt: skip
    line.event = event.id
    _holds_together(tx, line)
