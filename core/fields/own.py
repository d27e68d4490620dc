"""Fields the head added in the browser, and the order, groups and rights that a layout gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from pydantic import Field, TypeAdapter

from core import house
from core.errors import NotFound
from core.fields.spec import FieldSpec, Kind, Option
from core.fields.written import LIST
from schemas.base import Ref, Show
from schemas.kinds import ChoiceList, FieldKind, FieldType, Layout, Placed, Sort
from schemas.kinds import Kind as Entry
from schemas.words import Role


def layout_of(name: str) -> Layout | None:
    layouts = (k.as_body(Layout) for k in house.entries(Sort.layout))
    return next((body for body in layouts if body.of == name), None)


def arranged(specs: Sequence[FieldSpec], layout: Layout | None) -> tuple[FieldSpec, ...]:
    """Fields as a layout places them: those it names first, in its order; the rest follow as they were written."""
    if layout is None:
        return tuple(specs)
    places = {p.path: (n, p) for n, p in enumerate(layout.rows)}
    ordered = sorted(specs, key=lambda s: places[s.path][0] if s.path in places else len(places))
    return tuple(_placed(s, places[s.path][1]) if s.path in places else s for s in ordered)


def _placed(spec: FieldSpec, at: Placed) -> FieldSpec:
    show = replace(
        spec.show, group=at.group or spec.show.group, form=spec.show.form and (at.form or spec.required),
        table=spec.show.table if at.table is None else at.table,
    )  # fmt: skip
    hidden = frozenset() if spec.required and not spec.own else frozenset(at.hidden)
    return replace(spec, show=show, hidden=spec.hidden | hidden, fixed=spec.fixed | frozenset(at.fixed))


def own_field(entry: Entry) -> FieldSpec:
    """A field added in the browser as the same description a written one has."""
    body, name = entry.as_body(FieldKind), entry.name
    hint = (body.help.kk, body.help.get("ru"), body.help.get("en")) if body.help else None
    open_ = not entry.retired
    show = Show(
        name.kk, name.get("ru"), name.get("en"), group=body.group, help=hint, table=body.table and open_,
        filter=body.filter and open_, personal=body.personal, area=body.type is FieldType.area, form=open_,
        to=body.to or None,
    )  # fmt: skip
    choices = options(body.choices) if body.type is FieldType.choice else ()
    every = frozenset(Role)
    due = body.required_from is not None and body.required_from.isoformat() <= house.current().key[2]
    bounded = body.type in (FieldType.int, FieldType.decimal)
    return FieldSpec(
        f"custom.{entry.code}", cast(Kind, body.type.value), show, required=due and open_, default=None,
        low=float(body.low) if bounded and body.low is not None else None,
        high=float(body.high) if bounded and body.high is not None else None,
        longest=body.longest, choices=choices, adapter=_own_adapter(body, choices), own=True, retired=entry.retired,
        hidden=every - frozenset(body.sees) if body.sees else frozenset(),
        fixed=every - frozenset(body.edits) if body.edits else frozenset(),
    )  # fmt: skip


def listed(spec: FieldSpec) -> FieldSpec:
    """A written field that takes its values out of a list of the office, with the values of today."""
    if not (spec.show.to or "").startswith(LIST):
        return spec
    choices = options((spec.show.to or "").removeprefix(LIST))
    kind: Any = Literal[("", *(c.value for c in choices))] if choices else str
    return replace(spec, choices=choices, adapter=TypeAdapter(kind | None))


def options(code: str) -> tuple[Option, ...]:
    try:
        items = house.entry(Sort.choices, code).as_body(ChoiceList).items
    except NotFound:
        return ()
    return tuple(Option(i.code, i.name, i.closed) for i in items)


def _own_adapter(body: FieldKind, choices: tuple[Option, ...]) -> TypeAdapter[Any]:
    kinds: dict[FieldType, Any] = {
        FieldType.int: int, FieldType.decimal: Decimal, FieldType.date: date, FieldType.bool: bool,
        FieldType.ref: Ref, FieldType.file: Ref,
    }  # fmt: skip
    kind = kinds.get(body.type, str)
    marks: dict[str, Any] = {}
    if kind in (int, Decimal):
        marks = {"ge": body.low, "le": body.high}
    elif kind is str and body.type is not FieldType.choice:
        marks = {"max_length": body.longest or 4000}
    if body.type is FieldType.choice and choices:
        # A closed value stays what it was; only an unknown one is refused.
        kind = Literal[tuple(c.value for c in choices)]
    whole: Any = Annotated[kind, Field(**{k: v for k, v in marks.items() if v is not None})]
    return TypeAdapter(whole | None)
