"""describe(Model) → FieldSpec: the one description from which form, table, filter, import, export and report are made.

Every maker reads FieldSpec and none reads the model itself, so a field written once in `schemas` (or, later, in the
browser) stands in all places at once.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from core.errors import Problem, Problems
from core.i18n import date_short, number, t
from schemas.base import Id, Lang, Ref, Show, Text, Word, is_token

Kind = Literal["text", "area", "int", "decimal", "date", "moment", "bool", "choice", "ref", "refs", "texts", "rows"]


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
    adapter: Any = None

    def label(self, lang: Lang) -> str:
        """The field's name in the user's language."""
        return self.show.label(lang)

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


@lru_cache(maxsize=256)
def describe(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """Every shown field of a model in its order, fields of inner records by dotted path."""
    return tuple(_describe(model, "", None))


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
    for part in path.split("."):
        spec = None
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


def form_fields(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields a person types."""
    return tuple(s for s in describe(model) if s.show.form)


def table_fields(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields that stand as columns unless the user chooses others."""
    return tuple(s for s in describe(model) if s.show.table)


def filter_fields(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields one may narrow a list by."""
    return tuple(s for s in describe(model) if s.show.filter)


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
        kind = "refs" if inner is Ref else "rows"
        items = describe(inner) if kind == "rows" and isinstance(inner, type) else ()
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
    return value.label(lang) if isinstance(value, Word) else str(value)


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
    if spec.kind == "ref":
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
