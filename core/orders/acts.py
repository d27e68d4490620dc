"""Drafting an order: whom it names, what it says, what it rests on. A draft is changed freely; nothing later is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import access, house
from core.db.codec import plain
from core.desk import Desk, Why
from core.differences.reading import standing, summary
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.i18n import order_key
from core.orders.asks import asks, checked, fact_key, kind_of, set_key
from core.orders.checks import name_of
from core.orders.effects import as_of
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.difference import Difference
from schemas.kinds import OrderKind, Sort
from schemas.kinds.after import FactSource
from schemas.order import STANDS, BasisPaper, Order, OrderLine, OrderStatus, OrderStep, Stage
from schemas.student import Student
from schemas.words import Role

Pair = tuple[Id, Id]  # student, study
MOST = 5000  # students of one order
NOTE = 300  # letters of a line's note


def draft(
    desk: Desk, code: str, effective: date, pairs: Sequence[Pair], why: Why, *, values: Mapping[str, Any] | None = None,
    each: Mapping[Id, Mapping[str, Any]] | None = None, bases: Sequence[Mapping[str, Any]] = (),
    about: Text | None = None, cancels: Id | None = None, notes: Mapping[Id, str] | None = None,
    source: Id | None = None,
) -> Order:  # fmt: skip
    """Draft an order of a kind for these studies. values: of the whole order; each, notes: of single studies, by study
    id; bases: documents {need, number, day, student, scan}; cancels: the order that one of cancelling kind takes back;
    source: the proposal it comes from.

    Raises Problems beside the fields, NotFound (no such kind or student), RuleBroken (kind retired, too many),
    Forbidden (a student outside the user's scope).
    """

    def work(tx: Tx) -> Order:
        return draft_step(tx, code, effective, pairs, values=values, each=each, bases=bases, about=about,
                          cancels=cancels, notes=notes, source=source, note=why.reason)  # fmt: skip

    given = [code, effective, pairs, dict(values or {}), {k: dict(v) for k, v in (each or {}).items()},
             [dict(b) for b in bases], about, cancels, dict(notes or {}), source]  # fmt: skip
    return desk.transact("order.draft", work, why, given=given)


def draft_step(
    tx: Tx, code: str, effective: date, pairs: Sequence[Pair], *, values: Mapping[str, Any] | None = None,
    each: Mapping[Id, Mapping[str, Any]] | None = None, bases: Sequence[Mapping[str, Any]] = (),
    about: Text | None = None, cancels: Id | None = None, notes: Mapping[Id, str] | None = None,
    source: Id | None = None, note: str = "",
) -> Order:  # fmt: skip
    """The same inside somebody's act: another page's proposal becomes a draft."""
    found = tx.kind(Sort.order, code)
    kind = found.as_body(OrderKind)
    order = Order(
        _id=tx.new_id(), kind=code, kind_name=found.name, version=Ref(id=found.id, label=found.name),
        effective=effective, about=about, author=tx.who(),
        values=checked(kind, dict(values or {}), True, tx.actor.role), bases=_bases(bases),
        source=source,
    )  # fmt: skip
    if cancels is not None:
        order.cancels = _cancelled(tx, kind, cancels)
    _named(tx, kind, order, pairs, each or {})
    for line in order.lines:
        line.note = (notes or {}).get(line.study, "")[:NOTE]
    stage(tx, order, OrderStep.drafted, note)
    return tx.add(order)


def _cancelled(tx: Tx, kind: OrderKind, id: Id) -> Ref:
    row = tx.session.one("orders", {"_id": id})
    if row is None:
        raise NotFound("errors.not_found", kind="orders", id=id)
    of = Order.model_validate(row)
    if not kind.cancels or of.status not in STANDS:
        raise RuleBroken("orders.cancels_not_standing", order=of.label(), status=of.status)
    if kind_of(tx.session, of).cancels:
        raise RuleBroken("orders.cancels_cancelling", order=of.label())
    return of.ref()


def _bases(rows: Sequence[Mapping[str, Any]]) -> list[BasisPaper]:
    try:
        return [BasisPaper.model_validate(dict(r)) for r in rows]
    except ValidationError as e:
        raise Problems.of(e, "bases.") from None


def _named(tx: Tx, kind: OrderKind, order: Order, pairs: Sequence[Pair], each: Mapping[Id, Mapping[str, Any]]) -> None:
    """Bring students into an order: read inside the user's scope, in the order of their names."""
    if pairs and not kind.people:
        raise RuleBroken("orders.no_people", kind=order.kind_name)
    have = {x.study for x in order.lines}
    new = [p for p in dict.fromkeys(pairs) if p[1] not in have]
    if len(have) + len(new) > MOST:
        raise RuleBroken("orders.too_many", most=MOST)
    tx.students([s for s, _ in new])
    decided = _decided(tx, kind, [s for _, s in new])
    for student, study in new:
        state = tx.student(student)
        if as_of(state, study) is None:
            raise RuleBroken("students.no_such_study")
        name = name_of(state)
        said = decided.get(study, {}) | dict(each.get(study) or {})
        order.lines.append(OrderLine(
            student=Ref(id=student, label=name), study=study, number=state["number"], key=order_key(name.kk),
            written=name.kk, values=checked(kind, said, False, tx.actor.role),
        ))  # fmt: skip
    _counted(tx, order)


def _decided(tx: Tx, kind: OrderKind, studies: Sequence[Id]) -> dict[Id, dict[str, Any]]:
    """What a decided academic difference says of these studies, where the kind asks: the year, the curriculum, by when
    the difference is to be cleared."""
    asked = {a.key for a in asks(kind) if not a.whole} & {set_key("year"), set_key("curriculum")}
    dated = [fact_key(f.code) for f in kind.facts if f.source is FactSource.difference and not f.whole]
    found: dict[Id, dict[str, Any]] = {}
    for study, doc in (standing(tx.session, studies) if asked or dated else {}).items():
        said = {set_key("year"): doc.course, set_key("curriculum"): plain(doc.curriculum)}
        known = {k: v for k, v in said.items() if k in asked and v is not None}
        until = _until(tx, doc) if dated else None
        found[study] = known | ({key: until for key in dated} if until else {})
    return found


def _until(tx: Tx, doc: Difference) -> date | None:
    told = summary(tx, doc.student.id, doc.study)
    return told.until if told else None


def _counted(tx: Tx, order: Order) -> None:
    """List, count and scope of an order follow its lines."""
    order.lines.sort(key=lambda x: (x.key, x.study))
    order.count = len(order.lines)
    found = {x.study: as_of(s, x.study) or {} for x in order.lines
             if (s := tx.students([x.student.id])[x.student.id])}  # fmt: skip
    order.faculties = sorted({s["faculty"]["id"] for s in found.values() if s.get("faculty")})
    order.departments = sorted({s["department"]["id"] for s in found.values() if s.get("department")})


def stage(tx: Tx, order: Order, step: OrderStep, note: str = "") -> None:
    """Write a step of the order's life."""
    order.stages = [*order.stages, Stage(step=step, by=tx.who(), at=tx.now, note=note)]


def mine(tx: Tx, id: Id, revision: int) -> Order:
    """An order to be changed by who drafts; Forbidden where it names a student outside the user's scope."""
    order = tx.get(Order, id, revision)
    if access.require(tx.actor, tx.right) is not access.ALL:
        for state in tx.students({x.student.id for x in order.lines}, merged=True).values():
            if not state.get("merged"):
                tx.check_scope(Student, state)
    return order


def in_draft(tx: Tx, id: Id, revision: int) -> tuple[Order, OrderKind]:
    """An order that is still a draft, and its kind; RuleBroken when others have it already."""
    order = mine(tx, id, revision)
    if order.status is not OrderStatus.draft:
        raise RuleBroken("orders.not_draft", order=order.label(), status=order.status)
    return order, kind_of(tx.session, order)


def edit(desk: Desk, id: Id, revision: int, changes: Mapping[str, Any], why: Why) -> Order:
    """Change a draft: {effective, about, values, bases, texts, lines: {study: {written, note, values}}}; what is not
    named stays. texts: {language: text written by hand, «» for the template's again}.

    Raises Problems beside the fields, StaleRevision, RuleBroken (not a draft any more).
    """

    def work(tx: Tx) -> Order:
        order, kind = in_draft(tx, id, revision)
        was = plain(order)
        _headed(tx.actor.role, order, kind, changes)
        for study, said in (changes.get("lines") or {}).items():
            line = order.line_of(study)
            if line is None:
                raise RuleBroken("orders.not_in_order")
            _said(tx.actor.role, line, kind, said)
        if plain(order) == was:
            raise RuleBroken("orders.nothing_edited")
        stage(tx, order, OrderStep.edited, why.reason)
        return tx.save(order)

    return desk.transact("order.edit", work, why, right="order.draft", given=[id, revision, dict(changes)])


def _headed(role: Role, order: Order, kind: OrderKind, changes: Mapping[str, Any]) -> None:
    if changes.get("effective") is not None:
        order.effective = changes["effective"]
    if "about" in changes:
        order.about = changes["about"]
    if "values" in changes:
        order.values = checked(kind, dict(changes["values"]), True, role, order.values)
    if "bases" in changes:
        order.bases = _bases(changes["bases"])
    for lang, text in (changes.get("texts") or {}).items():
        order.texts = {**order.texts, lang: text.strip()}


def _said(role: Role, line: OrderLine, kind: OrderKind, said: Mapping[str, Any]) -> None:
    if "written" in said:
        line.written = said["written"].strip() or line.student.label.kk
    if "note" in said:
        line.note = said["note"].strip()
    if "values" in said:
        line.values = checked(kind, dict(said["values"]), False, role, line.values)


def add(desk: Desk, id: Id, revision: int, pairs: Sequence[Pair], why: Why) -> Order:
    """Bring more students into a draft; who stands in it already is passed over."""

    def work(tx: Tx) -> Order:
        order, kind = in_draft(tx, id, revision)
        before = len(order.lines)
        _named(tx, kind, order, pairs, {})
        if len(order.lines) == before:
            raise RuleBroken("orders.nobody_new")
        stage(tx, order, OrderStep.edited, why.reason)
        return tx.save(order)

    return desk.transact("order.edit", work, why, right="order.draft", given=[id, revision, "add", pairs])


def take_out(desk: Desk, id: Id, revision: int, studies: Sequence[Id], why: Why) -> Order:
    """Take students out of a draft, with the documents that were theirs."""

    def work(tx: Tx) -> Order:
        order, _ = in_draft(tx, id, revision)
        gone = {x.student.id for x in order.lines if x.study in studies}
        if not gone:
            raise RuleBroken("orders.not_in_order")
        order.lines = [x for x in order.lines if x.study not in studies]
        order.bases = [b for b in order.bases if b.student not in gone]
        _counted(tx, order)
        stage(tx, order, OrderStep.edited, why.reason)
        return tx.save(order)

    return desk.transact("order.edit", work, why, right="order.draft", given=[id, revision, "out", list(studies)])


def drop(desk: Desk, id: Id, revision: int, why: Why) -> Order:
    """Drop a draft, with a reason; it stays readable and gave nobody a number."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Order:
        order, _ = in_draft(tx, id, revision)
        order.status = OrderStatus.dropped
        stage(tx, order, OrderStep.dropped, why.reason)
        return tx.save(order)

    return desk.transact("order.drop", work, why, right="order.draft", given=[id, revision])


def kinds_today() -> dict[str, Text]:
    """Kinds of order that may be drafted today: code → name."""
    return {k.code: k.name for k in house.entries(Sort.order)}
