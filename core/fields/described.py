"""What of a model is described today: written fields, the office's own, in the order the office arranged."""

from __future__ import annotations

import types
from dataclasses import replace
from functools import lru_cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from core import house
from core.access import RIGHTS
from core.fields.own import arranged, layout_of, listed, own_field
from core.fields.spec import FieldSpec
from core.fields.written import bare, spec_of, written
from schemas.base import Ref, Show, Text
from schemas.kinds import FieldKind, Sort
from schemas.words import Role

BLIND = frozenset(role for role in Role if "student.personal" not in RIGHTS[role])


def describe(model: type[BaseModel], role: Role | None = None) -> tuple[FieldSpec, ...]:
    """Every shown field of a model in the order the office arranged, inner records by dotted path, the office's own
    fields among them; for a role, without those hidden from it.
    """
    specs = _described(model, house.current().key)
    return specs if role is None else tuple(s for s in specs if role not in s.hidden)


@lru_cache(maxsize=512)
def _described(model: type[BaseModel], key: house.Key) -> tuple[FieldSpec, ...]:
    """`key` says which house it is made from; what is asked for is always the house of now."""
    name = getattr(model, "described", "")
    found = [_guarded(listed(s)) for s in written(model)]
    if not name:
        return tuple(found)
    found += [own_field(k) for k in house.entries(Sort.field, retired=True) if k.as_body(FieldKind).of == name]
    return arranged([replace(s, of=name) for s in found], layout_of(name))


def _guarded(spec: FieldSpec) -> FieldSpec:
    """A sensitive field is hidden from every role that may not see personal data."""
    return replace(spec, hidden=spec.hidden | BLIND) if spec.show.sensitive else spec


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
            kind = bare(get_args(kind)[0])
            found.append(str(int(part) + 1) if part.isdigit() else part)
            continue
        info = kind.model_fields.get(part) if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        show = next((m for m in info.metadata if isinstance(m, Show)), None) if info else None
        found.append(show or part)
        kind = bare(info.annotation) if info else None
        inner = isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (Text, Ref)
        if info and show and not inner:
            spec = listed(spec_of(path, kind, info, show))
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


def personal_paths(model: type[BaseModel]) -> frozenset[str]:
    """The fields whose values are kept apart and can be erased."""
    return frozenset(s.path for s in describe(model) if s.show.personal)
