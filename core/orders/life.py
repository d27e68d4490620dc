"""From draft to signed: checked, agreed along the kind's route, signed with number and date, its copy taken by HR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import approvals, four_eyes
from core.db.codec import digest, plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.names.mixed import TWINS
from core.orders import after
from core.orders.acts import in_draft, mine, stage
from core.orders.applying import due
from core.orders.asks import kind_of
from core.orders.cases import Reader
from core.orders.checks import Found, findings, on_signing, states
from core.orders.effects import as_of
from core.orders.text import agreed_to, freeze
from core.orders.text import wrong as wrong_text
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import OrderKind
from schemas.kinds.after import AfterDay, EffectDay
from schemas.order import STANDS, Finding, HandedCopy, Order, OrderStatus, OrderStep

SHOWN = ("status", "year", "group", "language", "funding")  # how a study stood when its order was checked
PAGE = "order"
LONGEST = 40  # letters of a number


def check(desk: Desk, id: Id, revision: int, why: Why) -> Order:
    """Check a draft and send it along its route (agreed at once where the kind names none). What only warns is let
    pass with a reason, and stays written in the order.

    Raises Problems: everything that is wrong, each with the student's name; StaleRevision, RuleBroken.
    """

    def work(tx: Tx) -> Order:
        order, kind = in_draft(tx, id, revision)
        found = all_wrong(tx.session, order, tx.today, kind)
        wrong = [f for f in found if f.refuse]
        if wrong:
            raise Problems([problem(order, f) for f in wrong])
        if found and not why.reason.strip():
            raise Problems([Problem("reason", "orders.warned_reason", {"n": len(found)})])
        order.warnings = [Finding(key=f.key, values=plain(f.values), study=f.study) for f in found]
        _as_they_stand(tx, order)
        agreed_to(order, kind)
        order.status = OrderStatus.checked
        stage(tx, order, OrderStep.checked, why.reason)
        if kind.route:
            asked = approvals.start(tx, kind.route, order, PAGE, {"order": order.id}, about=called(order))
            order.approval = Ref(id=asked.id, label=asked.route.label)
        else:
            _agreed(tx, order)
        return tx.save(order)

    return desk.transact("order.check", work, why, right="order.draft", given=[id, revision])


def all_wrong(reader: Reader, order: Order, today: date, kind: OrderKind | None = None) -> list[Found]:
    """Everything wrong with a draft: what it says of whom, and its text."""
    kind = kind or kind_of(reader, order)
    return [*findings(reader, order, today, kind), *wrong_text(reader, order, kind, today)]


def problem(order: Order, found: Found) -> Problem:
    """A finding as a form shows it: beside the field, in the row of its student."""
    row = next((n for n, x in enumerate(order.lines) if x.study == found.study), None)
    return Problem(found.field or "lines", found.key, found.values, row)


def called(order: Order) -> Text:
    """What an order is called before it has a number: its kind and how many it names."""
    n = f" · {order.count}" if order.count else ""
    return Text(**{x: f"{order.kind_name.get(x)}{n}" for x in ("kk", "ru", "en")})


def _as_they_stand(tx: Tx, order: Order) -> None:
    rows = states(tx.session, order)
    for line in order.lines:
        study = as_of(rows[line.student.id], line.study) or {}
        line.was = {k: study.get(k) for k in SHOWN} | {
            k: (study.get(k) or {}).get("label") for k in ("programme", "department", "faculty")
        }


def agreed(tx: Tx, id: Id) -> None:
    """Everybody on the route agreed (core.approvals.handlers)."""
    order = tx.get(Order, id, scoped=False)
    if order.status is OrderStatus.checked:
        _agreed(tx, order)
        tx.save(order)


def _agreed(tx: Tx, order: Order) -> None:
    order.status = OrderStatus.agreed
    stage(tx, order, OrderStep.agreed)


def declined(tx: Tx, id: Id) -> None:
    """Somebody on the route declined, or it was withdrawn: the order is a draft again."""
    order = tx.get(Order, id, scoped=False)
    if order.status is OrderStatus.checked:
        order.status, order.approval = OrderStatus.draft, None
        stage(tx, order, OrderStep.returned)
        tx.save(order)


def take_back(desk: Desk, id: Id, revision: int, why: Why) -> Order:
    """Bring an agreed order back to draft before it is signed, with a reason; it will be checked and agreed anew."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Order:
        order = mine(tx, id, revision)
        if order.status is not OrderStatus.agreed:
            raise RuleBroken("orders.not_agreed", order=order.label(), status=order.status)
        order.status, order.approval = OrderStatus.draft, None
        stage(tx, order, OrderStep.returned, why.reason)
        return tx.save(order)

    return desk.transact("order.take_back", work, why, right="order.draft", given=[id, revision])


def sign(desk: Desk, id: Id, revision: int, day: date, signer: Text, why: Why, number: str = "") -> Order:
    """The order is signed: number and date are entered, and from now on nothing in it changes. Whoever has its number
    from the chancellery types it; else the kind's own counter gives it. What is due is carried out in the same act.

    Raises Problems beside the fields (a day ahead or before the draft's basis, a number used this year), RuleBroken
    (not agreed, four eyes, a student who does not fit any more, by name), StaleRevision, Forbidden. The paper is frozen
    in every language in the same act. What runs to the signing (days since the basis) is measured on this day: what
    only warns and was not let pass at the check asks for a reason and stays written. What the kind says is due after it
    becomes tasks.
    """

    def work(tx: Tx) -> Order:
        order = tx.get(Order, id, revision)
        if order.status is not OrderStatus.agreed:
            raise RuleBroken("orders.not_agreed", order=order.label(), status=order.status)
        four_eyes.check(tx, "order.sign", order.author.id if order.author else None)
        if day > tx.today:
            raise Problems([Problem("day", "orders.day_ahead")])
        if order.bases and day < (last := max(b.day for b in order.bases)):
            raise Problems([Problem("day", "orders.day_before_basis", {"day": last})])
        kind = kind_of(tx.session, order)
        order.day, order.year, order.signer = day, day.year, signer
        if kind.takes_effect is EffectDay.signed:
            order.effective = day
        _late(tx, order, kind, day, why)
        _numbered(tx, order, kind, " ".join(number.split()))
        order.status = OrderStatus.signed
        freeze(tx.session, order, kind, tx.today)
        order.checksum = checksum(order)
        stage(tx, order, OrderStep.signed, why.reason)
        after.asked(tx, order, kind, AfterDay.signed)
        due(tx, order, kind)
        return tx.save(order)

    return desk.transact("order.sign", work, why, given=[id, revision, day, signer, number], seconds=LONG)


def _late(tx: Tx, order: Order, kind: OrderKind, day: date, why: Why) -> None:
    known = {(w.key, w.study) for w in order.warnings}
    found = [f for f in on_signing(tx.session, order, kind, day) if f.refuse or (f.key, f.study) not in known]
    if wrong := [f for f in found if f.refuse]:
        raise Problems([problem(order, f) for f in wrong])
    if found and not why.reason.strip():
        raise Problems([Problem("reason", "orders.warned_reason", {"n": len(found)})])
    order.warnings = [*order.warnings, *(Finding(key=f.key, values=plain(f.values), study=f.study) for f in found)]


def checksum(order: Order) -> str:
    """What a signed order says, as one number: list, values, texts, basis, number and days."""
    names = {"kind", "version", "number", "day", "effective", "values", "bases", "texts", "printed", "signer",
             "cancels"}  # fmt: skip
    said = plain(order.model_dump(include=names))
    lines = [[x.student.id, x.study, x.written, plain(x.values)] for x in order.lines]
    return digest([said, lines])


def _numbered(tx: Tx, order: Order, kind: OrderKind, typed: str) -> None:
    """A number stands once in a year, whoever gave it (the server's own rule says so too); the kind's own counter
    passes over what was typed already."""
    order.number = typed or tx.numbered(kind.mask, order.day)
    while tx.session.one("orders", {"once": once(order), "_id": {"$ne": order.id}}, {"_id": 1}) is not None:
        if typed:
            values = {"number": order.number, "year": order.year}
            raise Problems([Problem("number", "orders.number_taken", values)])
        order.number = tx.numbered(kind.mask, order.day)
    if len(order.number) > LONGEST:
        raise Problems([Problem("number", "errors.field.string_too_long", {"max_length": LONGEST})])
    order.once = once(order)


def once(order: Order) -> str:
    """A number as it is compared: spaces, small and capital letters, look-alike letters of two scripts are one."""
    written = "".join(order.number.split()).upper()
    return f"{order.year}:{''.join(TWINS.get(x, x) for x in written)}"


def receive(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Order:
    """HR took its copy of a signed order (clause 42): {day, name, copies}. An order that waits for it is carried out.

    Raises Problems beside the fields, RuleBroken (not signed, received already, a student who does not fit, by name).
    """
    try:
        copy = HandedCopy.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> Order:
        order = tx.get(Order, id, revision)
        if order.status not in STANDS and order.status is not OrderStatus.cancelled:
            raise RuleBroken("orders.not_signed", order=order.label(), status=order.status)
        if order.copy_hr is not None:
            raise RuleBroken("orders.received_already", day=order.copy_hr.day, name=order.copy_hr.name)
        if copy.day > tx.today or order.day and copy.day < order.day:
            raise Problems([Problem("day", "orders.copy_day", {"day": order.day})])
        order.copy_hr = copy.model_copy(update={"by": tx.who()})
        stage(tx, order, OrderStep.received, copy.name)
        if order.status is OrderStatus.signed:
            due(tx, order, kind_of(tx.session, order))
        return tx.save(order)

    return desk.transact("order.receive", work, why, given=[id, revision, dict(values)], seconds=LONG)


__all__ = ["agreed", "called", "check", "checksum", "declined", "problem", "receive", "sign", "take_back"]
