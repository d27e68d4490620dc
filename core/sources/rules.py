"""Conditions become what the database computes: typed values by the field's description, never text of a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from core.db.store import Row
from core.errors import Problem, Problems
from core.fields import FieldSpec
from schemas.condition import BARE, MANY, SIZED, Condition, Op

Fields = Mapping[str, FieldSpec]
MANY_KINDS = ("refs", "codes", "choices")  # a row holds several
DAYS = ("date", "moment")
NUMBERS = ("int", "decimal")
YES = {"yes": True, "no": False, "true": True, "false": False}
COMPARED = {
    Op.is_: "$eq", Op.not_: "$ne", Op.under: "$lt", Op.upto: "$lte", Op.from_: "$gte", Op.over: "$gt",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A period as questions see it: its first and last day, its terms as (id, code), their academic years, today by
    the office's clock."""

    first: date
    last: date
    today: date
    zone: str = "Asia/Almaty"
    terms: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()

    def day(self, token: str) -> date | None:
        """What `@today`, `@first`, `@last` stand for; None for another word."""
        return {"@today": self.today, "@first": self.first, "@last": self.last}.get(token)

    def begins(self, day: date) -> datetime:
        """The moment a day begins where the office stands."""
        return datetime.combine(day, time(), ZoneInfo(self.zone))


def year_ends(span: Span) -> list[int]:
    """The calendar years in which the academic years of a period end, of those it reaches into: of attestations."""
    return [y + 1 for y in span.years if span.first.year <= y + 1 <= span.last.year]


def stored_path(spec: FieldSpec) -> str:
    """Where the value that is compared stands: of a reference its id."""
    return f"{spec.path}.id" if spec.kind in ("ref", "refs") else spec.path


def check(conditions: Iterable[Condition], fields: Fields, span: Span, prefix: str) -> list[Problem]:
    """What is wrong with conditions, each beside its field (`<prefix>.<n>.field`)."""
    found: list[Problem] = []
    for n, condition in enumerate(conditions):
        try:
            expression(condition, fields, span)
        except Problems as e:
            found += [Problem(f"{prefix}.{n}.{p.field}", p.key, p.values) for p in e.problems]
    return found


def all_of(conditions: Iterable[Condition], fields: Fields, span: Span) -> Any:
    """The expression that is true of a row for which every condition holds. Raises Problems."""
    return {"$and": [expression(c, fields, span) for c in conditions]}


def expression(condition: Condition, fields: Fields, span: Span) -> Any:
    """One condition as the database computes it of a row. A row without the value meets only «is not», «is none of»
    and «is empty». Raises Problems beside `field`, `op`, `value` or `other`."""
    spec, op = _spec(condition.field, fields, "field"), condition.op
    if spec.kind == "texts":
        raise Problems([Problem("field", "sources.not_compared", {"field": condition.field})])
    if op in SIZED and spec.kind not in (*DAYS, *NUMBERS):
        raise Problems([Problem("op", "sources.not_sized", {"field": condition.field})])
    at = f"${stored_path(spec)}"
    if op in BARE:
        held = _held(at, spec)
        return held if op is Op.given else {"$not": [held]}
    if condition.other:
        return _against(condition, spec, _spec(condition.other, fields, "other"), span)
    values = [_typed(v, spec, condition, span) for v in _typed_values(condition)]
    if spec.kind in MANY_KINDS:
        there: Any = {"$gt": [{"$size": {"$setIntersection": [{"$ifNull": [at, []]}, {"$literal": values}]}}, 0]}
        return {"$not": [there]} if op in (Op.not_, Op.outside) else there
    now = day_of(at, spec, span.zone) if spec.kind == "moment" else at
    if op in MANY:
        inside = {"$in": [now, {"$literal": values}]}
        return {"$not": [inside]} if op is Op.outside else inside
    compared = {COMPARED[op]: [now, {"$literal": values[0]}]}  # typed text never becomes a path
    return compared if op in (Op.is_, Op.not_) else {"$and": [_held(at, spec), compared]}


def before(conditions: Iterable[Condition], fields: Fields, span: Span) -> Row:
    """What of the conditions an index can answer, as a condition of the whole document: never narrower than they are,
    since a list holds more than the row that is meant. Call after `check`."""
    parts: list[Row] = []
    for condition in conditions:
        spec, op = fields[condition.field], condition.op
        if condition.other or spec.kind == "texts" or spec.derived or op not in (Op.is_, Op.among, Op.from_, Op.upto):
            continue
        values = [_typed(v, spec, condition, span) for v in _typed_values(condition)]
        path = stored_path(spec)
        if spec.kind == "moment":
            days = [date.fromisoformat(v) for v in values]
            low = {"$gte": span.begins(min(days))} if op is not Op.upto else {}
            high = {"$lt": span.begins(max(days) + timedelta(days=1))} if op is not Op.from_ else {}
            parts.append({path: low | high})
        elif op in (Op.from_, Op.upto):
            parts.append({path: {"$gte" if op is Op.from_ else "$lte": values[0]}})
        else:
            parts.append({path: {"$in": values}})
    return {"$and": parts} if parts else {}


def within(path: str, spec: FieldSpec, span: Span) -> Row:
    """The condition that a date or moment lies in the period."""
    if spec.kind == "moment":
        return {path: {"$gte": span.begins(span.first), "$lt": span.begins(span.last + timedelta(days=1))}}
    return {path: {"$gte": span.first.isoformat(), "$lte": span.last.isoformat()}}


def _spec(path: str, fields: Fields, beside: str) -> FieldSpec:
    if path not in fields:
        raise Problems([Problem(beside, "sources.no_field", {"field": path})])
    return fields[path]


def _typed_values(condition: Condition) -> list[str]:
    said = [v.strip() for v in condition.value.split(",")] if condition.op in MANY else [condition.value.strip()]
    if not any(said):
        raise Problems([Problem("value", "errors.field.missing")])
    return [v for v in said if v]


def _typed(text: str, spec: FieldSpec, condition: Condition, span: Span) -> Any:
    """A value as stored, by what the field holds; of a moment its day."""
    wrong = Problems([Problem("value", "sources.bad_value", {"value": text, "field": condition.field})])
    try:
        if spec.kind in DAYS:
            day = span.day(text) or date.fromisoformat(text)
            return (day + timedelta(days=condition.days)).isoformat()
        if spec.kind == "int":
            return int(text)
        if spec.kind == "decimal":
            return _number(text)
        if spec.kind == "bool":
            return YES[text.casefold()]
    except (ValueError, KeyError, InvalidOperation, OverflowError):
        raise wrong from None
    if spec.kind in ("choice", "choices") and spec.choices:
        known = {str(getattr(c, "value", c)) for c in spec.choices}
        if text not in known:
            raise wrong
    return text


def _number(text: str) -> Decimal:
    found = Decimal(text.replace(" ", ""))
    if not found.is_finite():
        raise ValueError(text)
    return found


def _held(at: str, spec: FieldSpec) -> Any:
    """Is there a value?"""
    if spec.kind in MANY_KINDS:
        return {"$gt": [{"$size": {"$ifNull": [at, []]}}, 0]}
    return {"$not": [{"$in": [{"$ifNull": [at, None]}, [None, ""]]}]}


def _against(condition: Condition, spec: FieldSpec, other: FieldSpec, span: Span) -> Any:
    """The row's field against another of its fields; both must be there."""
    alike = next((k for k in (DAYS, NUMBERS) if spec.kind in k), (spec.kind,))
    if condition.op in MANY or spec.kind in MANY_KINDS or other.kind not in alike:
        raise Problems([Problem("other", "sources.not_alike", {"field": condition.field, "other": condition.other})])
    left, right = f"${stored_path(spec)}", f"${stored_path(other)}"
    sides: list[Any] = [left, right]
    if spec.kind in DAYS:
        sides = [day_of(left, spec, span.zone), day_of(right, other, span.zone, condition.days)]
    return {"$and": [_held(left, spec), _held(right, other), {COMPARED[condition.op]: sides}]}


def day_of(at: str, spec: FieldSpec, zone: str, plus: int = 0) -> Any:
    """The office's day of a date or moment, as a date is stored; plus: calendar days later."""
    if spec.kind == "date" and not plus:
        return at
    moment: Any = at if spec.kind == "moment" else {"$dateFromString": {"dateString": at, "timezone": zone}}
    if plus:
        moment = {"$dateAdd": {"startDate": moment, "unit": "day", "amount": plus, "timezone": zone}}
    return {"$dateToString": {"date": moment, "format": "%Y-%m-%d", "timezone": zone}}


__all__ = [
    "DAYS", "MANY_KINDS", "NUMBERS", "Fields", "Span", "all_of", "before", "check", "day_of", "expression",
    "stored_path", "within", "year_ends",
]  # fmt: skip
