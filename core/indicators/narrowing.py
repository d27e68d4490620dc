"""Stored values for a department or a faculty: the sum of its parts, where an indicator is cut by department."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from core.desk import Desk
from core.indicators.computing import light, worth
from core.scope import Scope
from core.sources import askable, source_of
from core.sources.rules import stored_path
from schemas.base import Id
from schemas.condition import Condition, Op
from schemas.indicator import Measurement
from schemas.kinds import Aim, IndicatorKind

MOST = 500  # departments of faculties


def departments_of(desk: Desk, scope: Scope) -> tuple[Id, ...] | None:
    """The departments of a scope; None: the whole institution."""
    if scope.departments is not None or scope.faculties is None:
        return scope.departments
    rows = desk.store.rows("departments", {"parent.id": {"$in": list(scope.faculties)}}, {"_id": 1}, limit=MOST)
    return tuple(r["_id"] for r in rows)


def by_department(body: IndicatorKind) -> bool:
    """Is it cut by the very field that says whose department a row is?"""
    source = source_of(body.source)
    spec = askable(source).get(body.cut)
    return spec is not None and body.over is None and stored_path(spec) == source.model.scopes.get("department")


def narrowed(body: IndicatorKind, of: Measurement, departments: Collection[Id]) -> Measurement:
    """A stored value as these departments have it; its target is the one it was measured against."""
    parts = [p for p in of.parts if p.cut in departments]
    numerator = sum((p.numerator for p in parts), Decimal(0))
    denominator = None if of.denominator is None else sum((p.denominator or Decimal(0) for p in parts), Decimal(0))
    value, aim = worth(body, numerator, denominator), None
    if of.target is not None:
        now = body.aim(of.last)
        aim = now if now and now.value == of.target else Aim(since=of.first, value=of.target)
    return of.model_copy(update={
        "numerator": numerator, "denominator": denominator, "value": value, "light": light(body, value, aim),
        "parts": parts,
    })  # fmt: skip


def among(body: IndicatorKind, departments: Collection[Id]) -> IndicatorKind:
    """The definition asked of these departments alone."""
    # Ids of our own, however many; what a person types is shorter.
    own = Condition.model_construct(field=body.cut, op=Op.among, value=",".join(departments), other="", days=0)
    return body.model_copy(update={"of": [*body.of, own]})


__all__ = ["among", "by_department", "departments_of", "narrowed"]
