"""What becomes of a study by an order of a kind: from the state of a day to the changes of an event. Pure."""

from __future__ import annotations

from typing import Any

from core import history
from core.db.codec import plain
from core.errors import Problem, Problems
from core.fields import FieldSpec
from core.imports.values import Bad, column
from core.orders.asks import CARD, fields, set_key, value
from schemas.base import Id, Text
from schemas.events import Change
from schemas.kinds import OrderKind
from schemas.kinds.orders import SETS, Effect, EffectSort
from schemas.order import Order, OrderLine

NOTHING = object()


def place(study: Id, field: str) -> str:
    """Where a field an order sets stands in a student's state."""
    return field.removeprefix(CARD) if field.startswith(CARD) else f"studies.{study}.{field}"


def changes_of(kind: OrderKind, order: Order, line: OrderLine, state: dict[str, Any]) -> list[Change]:
    """The changes an order of a kind makes to a study that stands so; what is so already is no change, and
    neither is what `wrong` names."""
    found: list[Change] = []
    for effect in kind.effects:
        now = now_of(effect, order, line, state)
        if now is NOTHING:
            continue
        path = place(line.study, "status" if effect.what is EffectSort.status else effect.field)
        was = history.pick(state, path.split("."))
        if was != now and not (was is None and now is False):  # a mark nobody made is not taken away
            found.append(Change(field=path, was=was, now=now))
    return found


def wrong(kind: OrderKind, order: Order, line: OrderLine, state: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Values an order of a kind can't set as things stand today, (message key, values): a field that was closed since,
    a value it does not hold, a required one that would be emptied."""
    found: list[tuple[str, dict[str, Any]]] = []
    for effect in kind.effects:
        if effect.what not in SETS:
            continue
        spec = fields().get(effect.field)
        if spec is None:
            found.append(("orders.field_gone", {"field": effect.field}))
            continue
        named = {"field": said(spec)}
        try:
            now = fixed(effect) if effect.what is EffectSort.fixed else now_of(effect, order, line, state)
            if now is NOTHING:
                continue
            if now not in (None, ""):
                spec.check(now)
            elif spec.required:
                found.append(("orders.field_emptied", named))
        except Problems:
            found.append(("orders.value_unfit", named))
    return found


def said(spec: FieldSpec) -> Text:
    """A field's name in the three languages, for a message."""
    return Text(kk=spec.label("kk"), ru=spec.label("ru"), en=spec.label("en"))


def now_of(effect: Effect, order: Order, line: OrderLine | None, state: dict[str, Any]) -> Any:
    """What the field of one effect holds after the order; NOTHING where the order leaves it."""
    match effect.what:
        case EffectSort.status:
            return effect.value
        case EffectSort.given:
            given = value(order, line, set_key(effect.field))
            return NOTHING if given is None else given
        case EffectSort.fixed:
            try:
                return fixed(effect)
            except (KeyError, Problems):  # `wrong` names it
                return NOTHING
        case EffectSort.empty:
            spec = fields().get(effect.field)
            return "" if spec and spec.kind in ("text", "area", "code") else None
        case EffectSort.next:
            year = history.pick(state, place(line.study if line else "", effect.field).split("."))
            return NOTHING if year is None else year + 1
        case EffectSort.effective:
            return plain(order.effective)
        case _:
            return NOTHING


def fixed(effect: Effect) -> Any:
    """A fixed value as it is stored, its word in any language understood. Raises Problems where the field cannot hold
    it."""
    spec = fields()[effect.field]
    if spec.kind not in ("choice", "bool", "int", "decimal", "date"):
        return plain(spec.check(effect.value))
    try:
        return column(spec, None).value(effect.value)
    except Bad as e:
        raise Problems([Problem(spec.path, e.key, e.values_)]) from None


def facts_of(order: Order, line: OrderLine) -> dict[str, Any]:
    """What an order says of a student beside the fields it sets, by the fact's code: kept in the event."""
    found = {**order.values, **line.values}
    return {k.removeprefix("fact/"): v for k, v in found.items() if k.startswith("fact/")}


def registers(kind: OrderKind) -> tuple[bool, bool]:
    """(takes out of unfinished disciplines, draws up a plan)."""
    what = {e.what for e in kind.effects}
    return EffectSort.close_registration in what, EffectSort.open_registration in what


def sets(kind: OrderKind) -> set[str]:
    """The places an order of a kind may change: two orders of one day must not meet there."""
    found = {e.field for e in kind.effects if e.what in SETS}
    return found | ({"status"} if kind.target is not None else set())


def as_of(state: dict[str, Any], study: Id) -> dict[str, Any] | None:
    """A study in a state; None where it does not stand there."""
    return next((s for s in state["studies"] if s["id"] == study), None)
