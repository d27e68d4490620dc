"""Rows of a report counted by hand: documents opened list by list, each condition asked of each row in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.db.store import Row, Store
from core.desk import Desk
from core.reports import time
from core.sources import Source, Span, source_of
from schemas.condition import Condition, Op
from schemas.report import ReportBody, Stretch


def counted(desk: Desk, body: ReportBody) -> list[Row]:
    """The rows a report is made of."""
    span, source = time.span_of(desk, body), source_of(body.source)
    made = source.made(desk, [span])[0] if source.made else opened(desk.store, source)
    return [r for r in made if in_time(r, body, source, span) and all(fits(r, c, span) for c in body.of)]


def opened(store: Store, source: Source) -> Iterator[Row]:
    """Documents, or what stands in their lists with the document around it."""
    rows: list[Row] = [r for r in store.rows(source.model.collection, {}) if not r.get("merged")]
    for path in source.lists:
        rows = [with_one(r, path.split("."), one) for r in rows for one in at(r, path) or []]
    yield from rows


def with_one(row: Row, path: list[str], one: Any) -> Row:
    return {**row, path[0]: one if len(path) == 1 else with_one(row[path[0]], path[1:], one)}


def at(row: Any, path: str) -> Any:
    """What stands at a path; of a reference its id."""
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row.get("id") if isinstance(row, dict) and "label" in row else row


def in_time(row: Row, body: ReportBody, source: Source, span: Span) -> bool:
    if body.time is Stretch.all or not body.when:
        return True
    if body.when == "@term":
        assert source.term
        path, by = source.term
        keys = {"id": [t[0] for t in span.terms], "code": [t[1] for t in span.terms], "year": list(span.years),
                "year_end": [y + 1 for y in span.years]}[by]  # fmt: skip
        return plain(row, path) in keys
    day = day_of(at(row, body.when))
    return day is not None and span.first.isoformat() <= day <= span.last.isoformat()


def plain(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def day_of(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo("Asia/Almaty")).date().isoformat()
    return value or None


def fits(row: Row, of: Condition, span: Span) -> bool:
    value = at(row, of.field)
    if of.op in (Op.given, Op.empty):
        return (value in (None, "", [])) is (of.op is Op.empty)
    if of.other or of.value.startswith("@"):
        bound = day_of(at(row, of.other)) if of.other else (span.day(of.value) or span.today).isoformat()
        if value in (None, "") or bound is None:
            return of.op in (Op.not_, Op.outside)
        bound = (date.fromisoformat(bound) + timedelta(of.days)).isoformat()
        return compared(day_of(value), bound, of.op)
    wanted = [v.strip() for v in of.value.split(",")]
    if isinstance(value, bool) or wanted[0] in ("yes", "no"):
        said = "yes" if value else "no" if value is not None else ""
        return (said in wanted) is (of.op in (Op.is_, Op.among))
    if of.op in (Op.is_, Op.among):
        return str(value) in wanted if value is not None else False
    if of.op in (Op.not_, Op.outside):
        return str(value) not in wanted
    return value is not None and compared(Decimal(str(value)), Decimal(wanted[0]), of.op)


def compared(value: Any, bound: Any, op: Op) -> bool:
    return bool({Op.under: value < bound, Op.upto: value <= bound, Op.from_: value >= bound, Op.over: value > bound,
                 Op.is_: value == bound, Op.not_: value != bound}[op])  # fmt: skip
