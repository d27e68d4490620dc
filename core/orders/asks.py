"""What an order of a kind asks to be filled in: fields it sets to what it says, and facts it tells besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from pydantic import TypeAdapter

from core import house
from core.db.codec import plain
from core.db.store import Row
from core.errors import NotFound, Problem, Problems
from core.fields import FieldSpec, Option, describe
from schemas.base import Show, Text
from schemas.kinds import ChoiceList, Kind, OrderKind, Sort
from schemas.kinds.orders import EffectSort, Fact, FactType
from schemas.order import Order, OrderLine
from schemas.student import Profile, StudyProfile
from schemas.words import Role

CARD = "card."  # before the place of a field of the card; a field of the study stands without


class Reader(Protocol):
    """Where a kind is read: the store, or the session of an open act."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...


@dataclass(frozen=True)
class Ask:
    """One thing an order asks. key: where its value stands in `values`; whole: one for the whole order; stands: the
    place in the study whose own value will do."""

    key: str
    spec: FieldSpec
    whole: bool
    needed: bool
    stands: str = ""


def kind_of(reader: Reader, order: Order) -> OrderKind:
    """The kind as it was when the order was drafted. Raises NotFound."""
    row = reader.one("kinds", {"_id": order.version.id})
    if row is None:
        raise NotFound("kinds.none_such", sort=Sort.order, code=order.kind)
    return Kind.model_validate(row).as_body(OrderKind)


def fields() -> dict[str, FieldSpec]:
    """Every field an order may set, by its place: of the study, and of the card after «card.». Status has an effect of
    its own; results, sums and what the law lets a person erase are set by no order."""
    return _fields(house.current().key)


@lru_cache(maxsize=4)
def _fields(key: house.Key) -> dict[str, FieldSpec]:
    study = {s.path: s for s in describe(StudyProfile) if s.path not in ("id", "status") and not s.retired}
    card = {
        CARD + s.path: s for s in describe(Profile)
        if not (s.show.personal or s.show.sensitive or s.retired)
        and not s.path.startswith(("consent", "number", "iin"))
    }  # fmt: skip
    return study | card


def names() -> dict[str, Text]:
    """The same in words: what the Kinds editor offers."""
    return {place: Text(kk=s.label("kk"), ru=s.label("ru"), en=s.label("en")) for place, s in fields().items()}


def set_key(field: str) -> str:
    """Where the value of a set field stands: a stored name holds no dot."""
    return "set/" + field.replace(".", "/")


def hidden_keys(role: Role) -> set[str]:
    """Where the values of fields stand that a role does not see."""
    return {set_key(place) for place, spec in fields().items() if role in spec.hidden}


def fact_key(code: str) -> str:
    """Where the value of a fact stands."""
    return f"fact/{code}"


def asks(kind: OrderKind) -> list[Ask]:
    """Everything an order of a kind asks, in the kind's order: fields first, then facts."""
    known = fields()
    found = [
        Ask(
            set_key(e.field), replace(known[e.field], path=set_key(e.field), required=e.needed and not e.stands),
            e.whole, e.needed, e.field if e.stands else "",
        )
        for e in kind.effects if e.what is EffectSort.given and e.field in known
    ]  # fmt: skip
    return found + [Ask(fact_key(f.code), _fact(f), f.whole, f.needed) for f in kind.facts]


def _fact(fact: Fact) -> FieldSpec:
    show = Show(fact.label.kk, fact.label.get("ru"), fact.label.get("en"))
    kinds: dict[FactType, tuple[Any, Any]] = {
        FactType.text: ("text", str), FactType.date: ("date", date), FactType.number: ("decimal", Decimal),
        FactType.choice: ("choice", str),
    }  # fmt: skip
    kind, type_ = kinds[fact.type]
    return FieldSpec(
        fact_key(fact.code), kind, show, required=fact.needed, longest=400 if kind == "text" else None,
        choices=_options(fact.choices) if fact.type is FactType.choice else (), adapter=TypeAdapter(type_ | None),
    )  # fmt: skip


def _options(code: str) -> tuple[Option, ...]:
    try:
        items = house.entry(Sort.choices, code).as_body(ChoiceList).items
    except NotFound:
        return ()
    return tuple(Option(i.code, i.name, i.closed) for i in items)


def checked(
    kind: OrderKind, values: dict[str, Any], whole: bool, role: Role | None = None,
    was: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Typed values of an order (`whole`) or of one line, as stored; empty ones are left out. Raises Problems beside
    the fields: a value of another type, one that no list holds, one this kind does not ask.

    A field that a role may only read it may propose by an order, as others agree and sign; of one that is hidden from
    it, it neither gives a value nor takes away what stands (`was`).
    """
    from core.references import words

    here = {a.key: a for a in asks(kind) if a.whole is whole and role not in a.spec.hidden}
    hidden = hidden_keys(role) if role else set()
    found: dict[str, Any] = {k: v for k, v in (was or {}).items() if k in hidden}
    problems: list[Problem] = []
    for key, value in values.items():
        if key not in here:
            problems.append(Problem(key, "orders.not_asked"))
        elif value not in (None, "", []):
            spec = here[key].spec
            try:
                found[key] = plain(spec.check(value))
            except Problems as e:
                problems += e.problems
                continue
            said = str(getattr(value, "value", value))
            listed = set(words(spec)) if spec.kind == "code" else {str(getattr(c, "value", c)) for c in spec.choices}
            if spec.kind in ("code", "choice") and listed and said not in listed:
                problems.append(Problem(key, "errors.field.literal_error"))
    if problems:
        raise Problems(problems)
    return found


def value(order: Order, line: OrderLine | None, key: str) -> Any:
    """What an order says of a student under a key: his own line first, then the whole order; None where nothing."""
    found = line.values.get(key) if line else None
    return order.values.get(key) if found is None else found


def check_kind(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    """A kind of order may set only what an order can set, to what it can hold (asked before a version is stored)."""
    from core.orders.effects import fixed

    body = kind.as_body(OrderKind)
    known = fields()
    found: list[Problem] = []
    for n, effect in enumerate(body.effects):
        if effect.field and effect.field not in known:
            found.append(Problem(f"body.effects.{n}.field", "kinds.order_no_such_field", {"field": effect.field}, n))
        elif effect.what is EffectSort.empty and known[effect.field].required:
            found.append(Problem(f"body.effects.{n}.field", "errors.field.missing", row=n))
        elif effect.what is EffectSort.fixed:
            try:
                fixed(effect)
            except Problems as e:
                found += [Problem(f"body.effects.{n}.value", p.key, p.values, n) for p in e.problems]
    lists = {k.code for k in house.entries(Sort.choices)}
    for n, fact in enumerate(body.facts):
        if fact.choices and fact.choices not in lists:
            values = {"sort": Sort.choices, "code": fact.choices}
            found.append(Problem(f"body.facts.{n}.choices", "kinds.none_such", values, n))
    if body.extract and body.extract not in {k.code for k in house.entries(Sort.template)}:
        values = {"sort": Sort.template, "code": body.extract}
        found.append(Problem("body.extract", "kinds.none_such", values))
    return found
