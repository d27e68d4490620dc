"""Fields written in `schemas`: a model read once into FieldSpecs."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from core.fields.spec import FieldSpec, Kind
from schemas.base import Ref, Show, Text

LIST = "list:"  # of `Show.to`: a value out of a list that the office keeps (schemas.kinds.ChoiceList)


def written(model: type[BaseModel], prefix: str = "", outer: Show | None = None) -> Iterator[FieldSpec]:
    """Every shown field of a model in its order; `outer`: the Show of the record it stands in."""
    for name, info in model.model_fields.items():
        show = next((m for m in info.metadata if isinstance(m, Show)), None)
        if show is None:
            continue
        if outer is not None:
            show = _inherit(show, outer)
        kind = bare(info.annotation)
        path = prefix + name
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Text, Ref):
            yield from written(kind, path + ".", show)
        else:
            yield spec_of(path, kind, info, show)


def _inherit(show: Show, outer: Show) -> Show:
    group = show.group if show.group != "main" else outer.group
    return Show(
        show.kk, show.ru, show.en, group=group, help=show.help, table=show.table or outer.table,
        filter=show.filter, personal=show.personal or outer.personal, area=show.area, form=show.form and outer.form,
        to=show.to, like=show.like, sensitive=show.sensitive or outer.sensitive,
    )  # fmt: skip


def spec_of(path: str, annotation: Any, info: FieldInfo, show: Show) -> FieldSpec:
    choices: tuple[Any, ...] = ()
    items: tuple[FieldSpec, ...] = ()
    kind: Kind = "area" if show.area else "text"
    if get_origin(annotation) is list:
        (inner,) = get_args(annotation)
        if isinstance(inner, type) and issubclass(inner, Enum):
            kind, choices = "choices", tuple(inner)
        else:
            kind = "refs" if inner is Ref else "codes" if inner is str else "rows"
        items = tuple(written(inner)) if kind == "rows" and issubclass(inner, BaseModel) else ()
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
            kind = "choice" if show.to.startswith(LIST) else "code"
        if annotation is Ref and show.to == "files":
            kind = "file"
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


def bare(annotation: Any) -> Any:
    """The type without «or None» and without its bounds."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        return bare(rest[0]) if len(rest) == 1 else annotation
    return annotation
