"""describe(Model) → FieldSpec: the one description from which form, table, filter, import, export and report are made.

Every maker reads FieldSpec and none reads the model itself, so a field written once in `schemas` (or, later, in the
browser) stands in all places at once.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from core import house
from core.db.codec import plain
from core.errors import NotFound, Problem, Problems
from core.i18n import date_short, number, reworded, t
from schemas.base import Id, Lang, Ref, Show, Text, Word, is_token
from schemas.kinds import ChoiceList, FieldKind, FieldType, Layout, Placed, Sort
from schemas.kinds import Kind as Entry
from schemas.student import Profile, StudyProfile
from schemas.words import Role

# code(s): a word out of an open list that `show.to` names; choices: several of a closed list; file: a kept file.
Kind = Literal[
    "text", "area", "int", "decimal", "date", "moment", "bool", "choice", "choices", "code", "codes", "ref", "refs",
    "file", "texts", "rows",
]  # fmt: skip


@dataclass(frozen=True)
class Option:
    """A value of the office's own list of choices, with its word."""

    value: str
    name: Text
    closed: bool = False

    def label(self, lang: Lang) -> str:
        """The value's name in the user's language."""
        return self.name.get(lang)


@dataclass(frozen=True)
class FieldSpec:
    """One field as people meet it.

    path: dotted place in the document. kind: what it holds (texts: three languages; rows: a list of records).
    low/high: bounds of a number; longest: letters. choices: stored value → its word. items: specs of `rows`.
    """

    path: str
    kind: Kind
    show: Show
    required: bool
    default: Any = None
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    choices: tuple[Any, ...] = ()
    items: tuple[FieldSpec, ...] = ()
    adapter: Any = field(default=None, compare=False)
    # Of the document's `described` name; own: added in the browser; retired: readable, no longer asked for.
    of: str = ""
    own: bool = False
    retired: bool = False
    hidden: frozenset[Role] = frozenset()
    fixed: frozenset[Role] = frozenset()

    def label(self, lang: Lang) -> str:
        """The field's name in the user's language, reworded by the office where it did so."""
        return (reworded(f"field.{self.of}.{self.path}", lang) if self.of else None) or self.show.label(lang)

    def help(self, lang: Lang) -> str | None:
        """The hint beside the field."""
        return self.show.help[("kk", "ru", "en").index(lang)] if self.show.help else None

    def check(self, value: Any) -> Any:
        """The value as stored, or Problems with this field's path."""
        try:
            return self.adapter.validate_python(value)
        except ValidationError as e:
            found = Problems.of(e).problems[0]
            raise Problems([Problem(self.path, found.key, found.values)]) from None


def describe(model: type[BaseModel], role: Role | None = None) -> tuple[FieldSpec, ...]:
    """Every shown field of a model in the order the office arranged, inner records by dotted path, the office's own
    fields among them; for a role, without those hidden from it.
    """
    specs = _described(model, house.current().key)
    return specs if role is None else tuple(s for s in specs if role not in s.hidden)


@lru_cache(maxsize=512)
def _described(model: type[BaseModel], key: tuple[str, int, str]) -> tuple[FieldSpec, ...]:
    """`key` says which house it is made from; what is asked for is always the house of now."""
    name = getattr(model, "described", "")
    found = list(_describe(model, "", None))
    if not name:
        return tuple(found)
    found += [own_field(k) for k in house.entries(Sort.field, retired=True) if k.as_body(FieldKind).of == name]
    return arranged([replace(s, of=name) for s in found], _layout(name))


def _layout(name: str) -> Layout | None:
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
    hidden = frozenset() if spec.required else frozenset(at.hidden)
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
    choices = _options(body.choices) if body.type is FieldType.choice else ()
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


def _options(code: str) -> tuple[Option, ...]:
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


def described(model: type[BaseModel], path: str) -> FieldSpec:
    """One field by its path; KeyError when it is not described."""
    for spec in describe(model):
        if spec.path == path:
            return spec
    raise KeyError(path)


def trace(model: Any, path: str) -> tuple[list[Show | str], FieldSpec | None]:
    """What stands along a stored path, inside lists too: the Show of each step (its bare name where it has none,
    the place in a list counted from 1), and the described field where the path ends in one.
    """
    found: list[Show | str] = []
    spec: FieldSpec | None = None
    kind: Any = model
    parts = path.split(".")
    for n, part in enumerate(parts):
        spec = None
        if part == "custom" and n + 1 < len(parts) and isinstance(kind, type):
            spec = next((s for s in describe(kind) if s.path == f"custom.{parts[n + 1]}"), None)
            return [*found, spec.show if spec else parts[n + 1]], spec
        if get_origin(kind) in (Union, types.UnionType):
            kind = next((k for k in get_args(kind) if part in getattr(k, "model_fields", {})), None)
        if get_origin(kind) is list:
            kind = _bare(get_args(kind)[0])
            found.append(str(int(part) + 1) if part.isdigit() else part)
            continue
        info = kind.model_fields.get(part) if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        show = next((m for m in info.metadata if isinstance(m, Show)), None) if info else None
        found.append(show or part)
        kind = _bare(info.annotation) if info else None
        inner = isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Text, Ref)
        if info and show and not inner:
            spec = _spec(path, kind, info, show)
    return found, spec


def form_fields(model: type[BaseModel], role: Role | None = None) -> tuple[FieldSpec, ...]:
    """The fields a person types; for a role, those it may change."""
    return tuple(s for s in describe(model, role) if s.show.form and (role is None or role not in s.fixed))


def table_fields(model: type[BaseModel], role: Role | None = None) -> tuple[FieldSpec, ...]:
    """The fields that stand as columns unless the user chooses others."""
    return tuple(s for s in describe(model, role) if s.show.table)


def filter_fields(model: type[BaseModel], role: Role | None = None) -> tuple[FieldSpec, ...]:
    """The fields one may narrow a list by."""
    return tuple(s for s in describe(model, role) if s.show.filter)


def hidden_paths(model: type[BaseModel], role: Role) -> tuple[str, ...]:
    """The fields of a document that a role does not see."""
    return tuple(s.path for s in describe(model) if role in s.hidden)


def without_hidden(model: type[BaseModel], role: Role, row: dict[str, Any]) -> dict[str, Any]:
    """A stored row without the fields this role does not see: of a student in his studies and history as well."""
    if getattr(model, "collection", "") != "students":
        return _without(row, hidden_paths(model, role))
    card, study = hidden_paths(Profile, role), hidden_paths(StudyProfile, role)
    if not card and not study:
        return row
    kept = _without(row, card)
    if "studies" in kept:
        kept["studies"] = [_without(s, study) for s in kept["studies"]]
    if "events" in kept:
        kept["events"] = [_event_without(e, set(card), set(study)) for e in kept["events"]]
    return kept


def _event_without(event: dict[str, Any], card: set[str], study: set[str]) -> dict[str, Any]:
    kept = dict(event)
    if "profile" in kept:
        kept["profile"] = _without(kept["profile"], card)
    if isinstance(kept.get("study"), dict):
        kept["study"] = _without(kept["study"], study)
    if kept["type"] == "profile_edited":
        kept["changes"] = [
            c for c in kept["changes"] if c["field"] not in card and ".".join(c["field"].split(".")[2:]) not in study
        ]
    return kept


def _without(row: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    kept = dict(row)
    for path in paths:
        first, _, rest = path.partition(".")
        if not rest:
            kept.pop(first, None)
        elif isinstance(kept.get(first), dict):
            kept[first] = _without(kept[first], [rest])
    return kept


def check_own(model: type[BaseModel], values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Values of the office's own fields as they are stored: {code: value}, empty ones left out.

    Raises Problems beside the fields (`custom.<code>` after `prefix`) for a field that is not described or a value
    that its description refuses.
    """
    specs = {s.path.split(".", 1)[1]: s for s in describe(model) if s.own}
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for code, value in values.items():
        if value in (None, ""):
            continue
        try:
            if code not in specs:
                raise Problems([Problem(f"custom.{code}", "errors.field.extra_forbidden")])
            kept = specs[code].show.personal and is_token(value)
            found[code] = value if kept else plain(specs[code].check(value))
        except Problems as e:
            problems += [Problem(prefix + p.field, p.key, p.values) for p in e.problems]
    if problems:
        raise Problems(problems)
    return found


def check_typed(model: type[BaseModel], role: Role, values: Mapping[str, Any], whole: bool, prefix: str = "") -> None:
    """May this role set these fields (dotted path → value), and, for a `whole` new record, is every one of the
    office's own fields given that is required today? Raises Problems beside the fields.
    """
    may = {s.path for s in form_fields(model, role)}
    inner = {s.path for s in describe(model) if s.kind in ("texts", "rows", "refs", "codes", "choices")}
    problems = [
        Problem(prefix + p, "errors.field.not_yours")
        for p in values
        if p not in may and not any(p.startswith(f"{i}.") and i in may for i in inner)
    ]
    if whole:
        given = {p for p, v in values.items() if v not in (None, "")}
        problems += [
            Problem(prefix + s.path, "errors.field.missing")
            for s in describe(model) if s.own and s.required and s.path not in given
        ]  # fmt: skip
    if problems:
        raise Problems(problems)


def personal_paths(model: type[BaseModel]) -> frozenset[str]:
    """The fields whose values are kept apart and can be erased."""
    return frozenset(s.path for s in describe(model) if s.show.personal)


def _describe(model: type[BaseModel], prefix: str, outer: Show | None) -> Iterator[FieldSpec]:
    for name, info in model.model_fields.items():
        show = next((m for m in info.metadata if isinstance(m, Show)), None)
        if show is None:
            continue
        if outer is not None:
            show = _inherit(show, outer)
        kind = _bare(info.annotation)
        path = prefix + name
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Text, Ref):
            yield from _describe(kind, path + ".", show)
        else:
            yield _spec(path, kind, info, show)


def _inherit(show: Show, outer: Show) -> Show:
    group = show.group if show.group != "main" else outer.group
    return Show(
        show.kk, show.ru, show.en, group=group, help=show.help, table=show.table or outer.table,
        filter=show.filter, personal=show.personal or outer.personal, area=show.area, form=show.form and outer.form,
        to=show.to,
    )  # fmt: skip


def _spec(path: str, annotation: Any, info: FieldInfo, show: Show) -> FieldSpec:
    choices: tuple[Any, ...] = ()
    items: tuple[FieldSpec, ...] = ()
    kind: Kind = "area" if show.area else "text"
    if get_origin(annotation) is list:
        (inner,) = get_args(annotation)
        if isinstance(inner, type) and issubclass(inner, Enum):
            kind, choices = "choices", tuple(inner)
        else:
            kind = "refs" if inner is Ref else "codes" if inner is str else "rows"
        items = tuple(_describe(inner, "", None)) if kind == "rows" and issubclass(inner, BaseModel) else ()
    elif get_origin(annotation) is Literal:
        kind, choices = "choice", get_args(annotation)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        kind, choices = "choice", tuple(annotation)
    else:
        kinds: dict[Any, Kind] = {
            bool: "bool", int: "int", Decimal: "decimal", float: "decimal", datetime: "moment", date: "date",
            Ref: "ref", Text: "texts",
        }  # fmt: skip
        kind = kinds.get(annotation, kind)
        if annotation is str and show.to:
            kind = "code"
    bounds = {type(m).__name__: m for m in (*info.metadata, *_inner_bounds(info.annotation))}
    low = bounds.get("Ge") or bounds.get("Gt")
    high = bounds.get("Le") or bounds.get("Lt")
    longest = bounds.get("MaxLen")
    return FieldSpec(
        path, kind, show, required=info.is_required() or bool(bounds.get("MinLen") and info.default == ""),
        default=None if info.is_required() or info.default_factory else info.default,
        low=getattr(low, "ge", getattr(low, "gt", None)), high=getattr(high, "le", getattr(high, "lt", None)),
        longest=getattr(longest, "max_length", None), choices=choices, items=items, adapter=_adapter(info),
    )  # fmt: skip


def _adapter(info: FieldInfo) -> TypeAdapter[Any]:
    bare: Any = info.annotation
    return TypeAdapter(Annotated[bare, *info.metadata] if info.metadata else bare)


def _inner_bounds(annotation: Any) -> list[Any]:
    """Bounds written inside «bounded or None»."""
    for part in get_args(annotation):
        if get_origin(part) is Annotated:
            return [m for a in get_args(part)[1:] for m in (a.metadata if isinstance(a, FieldInfo) else [a])]
    return []


def _bare(annotation: Any) -> Any:
    """The type without «or None» and without its bounds."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def choice_label(value: Any, lang: Lang) -> str:
    """The word of a stored choice."""
    return value.label(lang) if isinstance(value, Word | Option) else str(value)


def word_for(spec: FieldSpec, stored: Any, lang: Lang) -> str:
    """A stored value as people read it: words of choices, labels of references, dates and numbers of the language."""
    if stored is None or stored == "":
        return ""
    if spec.kind == "choice":
        fitting = (choice_label(c, lang) for c in spec.choices if str(getattr(c, "value", c)) == str(stored))
        return next(fitting, str(stored))
    if spec.kind == "bool":
        return t("common.yes" if stored else "common.no", lang)
    if spec.kind == "date" and not is_token(stored):
        return date_short(date.fromisoformat(str(stored)))
    if isinstance(stored, Decimal):
        return number(stored, lang)
    if spec.kind == "choices":
        return ", ".join(word_for(replace(spec, kind="choice"), v, lang) for v in stored)
    if spec.kind == "codes":
        return ", ".join(str(v) for v in stored)
    if spec.kind in ("ref", "file"):
        return Ref.model_validate(stored).label.get(lang)
    if spec.kind == "refs":
        return ", ".join(Ref.model_validate(r).label.get(lang) for r in stored)
    if spec.kind == "texts":
        return Text.model_validate(stored).get(lang)
    return str(stored)


__all__ = [
    "FieldSpec", "Id", "choice_label", "describe", "described", "filter_fields", "form_fields", "personal_paths",
    "table_fields", "trace", "word_for",
]  # fmt: skip
