"""All that is wrong with an order, student by student and by name, before others agree to it and when it is carried
out: statuses, days, what must be filled in, documents, the kind's own rules, other orders of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import history
from core.db.store import Row
from core.orders import days, effects
from core.orders.asks import CARD, asks, kind_of, value
from core.orders.cases import Cases, Reader
from core.orders.conditions import OF_SIGNING, OF_THE_RECORD, broken
from core.orders.effects import said
from core.orders.paths import later_changes
from schemas import events as ev
from schemas.base import Id, Ref, Text
from schemas.kinds import OrderKind
from schemas.kinds.orders import EffectSort, Severity
from schemas.order import STANDS, Order, OrderLine, OrderStatus
from schemas.student import Name
from schemas.words import StudyStatus


@dataclass(frozen=True)
class Found:
    """One thing that is wrong. study: whose (None: the order's); refuse: it stops the order; key, values: in words."""

    key: str
    values: dict[str, Any]
    study: Id | None = None
    refuse: bool = True
    field: str = ""


def states(reader: Reader, order: Order) -> dict[Id, Row]:
    """Students of an order as they stand on its effective day: student id → state. Back-dated ones are folded."""
    ids = sorted({x.student.id for x in order.lines})
    rows = {r["_id"]: r for r in reader.rows("students", {"_id": {"$in": ids}}, {"events": 0})}
    later = [id for id, r in rows.items() if backdated(r, order)]
    for row in reader.rows("students", {"_id": {"$in": later}}, {"events": 1}) if later else []:
        rows[row["_id"]] = as_on(rows[row["_id"]], history.parse(row["events"]), order.effective)
    return rows


def backdated(state: Row, order: Order) -> bool:
    """Has anything of a student become true later than the order?"""
    return (state.get("latest") or "") > order.effective.isoformat()


def as_on(state: Row, events: Sequence[ev.Event], day: date) -> Row:
    """A student's state as it was on a day; whether his record was joined to another is said as of today."""
    return {**state, **history.fold(events, on=day)}


def findings(reader: Reader, order: Order, today: date, kind: OrderKind | None = None) -> list[Found]:
    """Everything wrong with an order before others agree to it, the order's own first, then line by line."""
    kind = kind or kind_of(reader, order)
    found = [*_whole(kind, order), *_day_of(reader, kind, order)]
    if not kind.people:
        return found
    if not order.lines:
        return [*found, Found("orders.nobody", {}, field="lines")]
    rows = states(reader, order)
    lines = ground(reader, order, kind, rows)
    unfit = {f.study for f in lines}
    cases = Cases(reader, order, kind, today, rows)
    more = list(_same_day(reader, order, kind))
    for line in order.lines:
        study = effects.as_of(rows.get(line.student.id) or {"studies": []}, line.study)
        if study is not None:
            more += _line(cases, kind, line, rows[line.student.id], study, line.study not in unfit)
    place = {x.study: n for n, x in enumerate(order.lines)}
    return found + sorted([*lines, *more], key=lambda f: place.get(f.study or "", -1))


def ground(reader: Reader, order: Order, kind: OrderKind, rows: Mapping[Id, Row]) -> list[Found]:
    """What an order must find in its students, of whom it still concerns: asked when it is checked and once more when
    it is carried out."""
    found: list[Found] = []
    doubles = _doubles(order)
    for line in order.lines:
        if line.reversed is not None:
            continue
        row = rows.get(line.student.id)
        study = effects.as_of(row, line.study) if row else None
        if row is None or row.get("merged") or study is None:
            found.append(_absent(reader, order, line))
            continue
        named = named_in(line)
        if line.study in doubles:
            found.append(Found("orders.twice", named, line.study))
        if kind.statuses and study["status"] not in {s.value for s in kind.statuses}:
            unfit = {"status": StudyStatus(study["status"]), "kind": order.kind_name}
            found.append(Found("orders.status_unfit", {**named, **unfit}, line.study))
        elif any(e.what is EffectSort.next for e in kind.effects) and not study.get("year"):
            found.append(Found("orders.no_year", named, line.study))
        else:
            found += [Found(key, {**named, **v}, line.study) for key, v in effects.wrong(kind, order, line, row)]
    return [*found, *_cancelling(reader, order)] if kind.cancels else found


def named_in(line: OrderLine) -> Row:
    """Whom a finding names."""
    return {"name": line.student.label, "number": line.number}


def _absent(reader: Reader, order: Order, line: OrderLine) -> Found:
    row = reader.one("students", {"_id": line.student.id}, {"studies.id": 1, "studies.opened": 1}) or {}
    opened = next((s.get("opened") for s in row.get("studies", []) if s["id"] == line.study), None)
    if opened and order.effective.isoformat() < opened:
        values = {**named_in(line), "day": order.effective, "opened": date.fromisoformat(opened)}
        return Found("orders.before_enrolment", values, line.study, field="effective")
    return Found("orders.no_study", named_in(line), line.study)


def _doubles(order: Order) -> set[Id]:
    seen: set[Id] = set()
    return {x.study for x in order.lines if x.study in seen or seen.add(x.study)}  # type: ignore[func-returns-value]


def _whole(kind: OrderKind, order: Order) -> Iterable[Found]:
    for ask in asks(kind):
        if ask.whole and ask.needed and not ask.stands and order.values.get(ask.key) in (None, ""):
            yield Found("orders.not_filled", {"field": said(ask.spec)}, field=ask.key)
    for n, need in enumerate(kind.bases):
        have = [b for b in order.bases if b.need == n]
        if need.needed and not need.each and not have:
            yield Found("orders.no_basis", {"document": need.name}, field="bases")
        if need.scan and any(b.scan is None for b in have):
            yield Found("orders.no_scan", {"document": need.name}, field="bases")


def _day_of(reader: Reader, kind: OrderKind, order: Order) -> Iterable[Found]:
    """Does the order work from a day from which its kind works? From another one it may, with a reason."""
    first = days.firsts(reader, kind.takes_effect)
    if first and order.effective not in first:
        near = days.nearest(first, order.effective)
        yield Found("orders.effect_day", {"from_": kind.takes_effect, "day": near}, refuse=False, field="effective")


def on_signing(reader: Reader, order: Order, kind: OrderKind, day: date) -> list[Found]:
    """The rules that run to the signing, measured on its day."""
    asked = [c for c in kind.conditions if c.rule in OF_SIGNING]
    if not asked or kind.cancels:
        return []
    rows, found = states(reader, order), []
    cases = Cases(reader, order, kind, day, rows)
    for line in order.lines:
        study = effects.as_of(rows.get(line.student.id) or {"studies": []}, line.study)
        for condition in asked if study is not None and line.reversed is None else ():
            if (against := broken(condition, cases.of(line, study or {}))) is not None:
                refuse = condition.how is Severity.refuse
                found.append(Found(against[0], {**named_in(line), **against[1]}, line.study, refuse, "day"))
    return found


def _line(cases: Cases, kind: OrderKind, line: OrderLine, row: Row, study: Row, fits: bool) -> Iterable[Found]:
    """What an order still lacks of a student, and the rules of its kind; fits: does he stand as it asks?"""
    named, order, case = named_in(line), cases.order, cases.of(line, study)
    for ask in cases.asks:
        empty = (not ask.whole or ask.stands) and ask.needed and value(order, line, ask.key) in (None, "")
        if empty and (not ask.stands or _held(row, study, ask.stands) in (None, "")):
            yield Found("orders.line_not_filled", {**named, "field": said(ask.spec)}, line.study, field=ask.key)
    for n, need in enumerate(kind.bases):
        if need.each and need.needed and (n, row["_id"]) not in cases.papers:
            yield Found("orders.line_no_basis", {**named, "document": need.name}, line.study, field="bases")
    if fits and kind.effects and not kind.cancels and not any(effects.registers(kind)):
        if not effects.changes_of(kind, order, line, row):
            yield Found("orders.nothing_changes", named, line.study, refuse=False)
    for condition in kind.conditions:
        if (against := broken(condition, case)) is not None:
            yield Found(against[0], {**named, **against[1]}, line.study, condition.how is Severity.refuse)


def _held(row: Row, study: Row, field: str) -> Any:
    """What the card or the study says already in a place that an order may set."""
    of = row if field.startswith(CARD) else study
    return history.pick(dict(of), field.removeprefix(CARD).split("."))


def _same_day(reader: Reader, order: Order, kind: OrderKind) -> Iterable[Found]:
    """Other orders of the same effective day with the same studies: it refuses where both change one place and the
    other was checked already."""
    for line, other, meets in _others(reader, order, kind):
        values = {"order": other["number"] or "—", "kind": Text(**other["kind_name"]), "day": order.effective}
        refuse = meets and other["status"] != OrderStatus.draft.value
        yield Found("orders.same_day", {**named_in(line), **values}, line.study, refuse)


def still_kept(reader: Reader, order: Order, kind: OrderKind, today: date, rows: Mapping[Id, Row]) -> list[Found]:
    """The refusing rules about the record, asked once more when an order is carried out: a protocol may have been
    corrected since the check, a debt or a hold may have come."""
    asked = [c for c in kind.conditions if c.how is Severity.refuse and c.rule in OF_THE_RECORD]
    if not asked or kind.cancels:
        return []
    cases, found = Cases(reader, order, kind, today, rows), []
    for line in order.lines:
        study = effects.as_of(rows.get(line.student.id) or {"studies": []}, line.study)
        if line.reversed is not None or study is None:
            continue
        for condition in asked:
            if (against := broken(condition, cases.of(line, study))) is not None:
                found.append(Found(against[0], {**named_in(line), **against[1]}, line.study))
    return found


def done_that_day(reader: Reader, order: Order, kind: OrderKind) -> list[Found]:
    """The same when an order is carried out: two that were checked at one moment are not both carried out."""
    return [
        Found("orders.same_day", {**named_in(line), "order": other["number"], "kind": Text(**other["kind_name"]),
                                  "day": order.effective}, line.study)
        for line, other, meets in _others(reader, order, kind)
        if meets and other["status"] == OrderStatus.applied.value and line.reversed is None
    ]  # fmt: skip


def _others(reader: Reader, order: Order, kind: OrderKind) -> Iterable[tuple[OrderLine, Row, bool]]:
    """(line, other order that concerns it, do both change one place?)"""
    mine = {x.study: x for x in order.lines}
    gone = [OrderStatus.dropped.value, OrderStatus.cancelled.value]
    where = {"lines.study": {"$in": sorted(mine)}, "effective": order.effective.isoformat(),
             "_id": {"$ne": order.id}, "status": {"$nin": gone}}  # fmt: skip
    only = {f: 1 for f in ("lines.study", "lines.reversed", "number", "kind", "kind_name", "version", "status")}
    places = effects.sets(kind)
    for row in reader.rows("orders", where, only):
        if order.cancels and row["_id"] == order.cancels.id:
            continue
        theirs = kind_of(reader, Order.model_construct(kind=row["kind"], version=Ref(**row["version"])))
        meets = bool(places & effects.sets(theirs))
        for line in row["lines"]:
            if line["study"] in mine and not line.get("reversed"):
                yield mine[line["study"]], row, meets


def _cancelling(reader: Reader, order: Order) -> Iterable[Found]:
    """Of a cancelling order: what the other did must still stand, and no later order may rest on it. One that was
    signed and did nothing yet is cancelled as well."""
    row = reader.one("orders", {"_id": order.cancels.id}) if order.cancels else None
    if row is None:
        yield Found("orders.cancels_nothing", {}, field="cancels")
        return
    of = Order.model_validate(row)
    if of.status not in STANDS:
        yield Found("orders.cancels_not_standing", {"order": of.label(), "status": of.status}, field="cancels")
        return
    events = told(reader, order) if of.status is OrderStatus.applied else {}
    lines = {x.study: x for x in of.lines}
    for line in order.lines:
        was = lines.get(line.study)
        if was is None or was.reversed or was.student.id != line.student.id:
            yield Found("orders.cancels_not_him", {**named_in(line), "order": of.label()}, line.study)
        elif of.status is OrderStatus.applied:
            yield from _undone(line, was, of, events.get(line.student.id, []))


def told(reader: Reader, order: Order) -> dict[Id, list[ev.Event]]:
    """All events of an order's students."""
    ids = sorted({x.student.id for x in order.lines})
    return {r["_id"]: history.parse(r["events"])
            for r in reader.rows("students", {"_id": {"$in": ids}}, {"events": 1})}  # fmt: skip


def _undone(line: OrderLine, was: OrderLine, of: Order, events: Sequence[ev.Event]) -> Iterable[Found]:
    applied = next((e for e in events if e.id == was.event), None)
    if not isinstance(applied, ev.OrderApplied):
        yield Found("orders.cancels_not_him", {**named_in(line), "order": of.label()}, line.study)
        return
    for later in later_changes(events, applied):
        if isinstance(later, ev.OrderApplied):
            values = {**named_in(line), "order": later.order.label, "day": later.effective}
            yield Found("orders.cancel_first", values, line.study)
            return
    if any(True for _ in later_changes(events, applied)):
        yield Found("orders.edited_since", named_in(line), line.study, refuse=False)


def name_of(row: Row) -> Text:
    """What a student is called on a day."""
    return Name.model_validate(row["name"]).text()
