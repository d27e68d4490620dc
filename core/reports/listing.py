"""A report as a list: each record by itself, its fields as numbers, days and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.desk import Desk, both
from core.errors import Problem, Problems
from core.fields import FieldSpec, word_for
from core.i18n import moment
from core.reports import keys, time
from core.reports.definition import CELLS, fields_of, question
from core.reports.made import Heading, Made, Value
from core.reports.reckoning import SECONDS, Step, ranges, rows_of
from core.sources import Span, source_of, stages
from core.sources.rules import NUMBERS
from core.sources.standing import chunks
from schemas.base import Text
from schemas.report import ReportBody

SEEN = 200  # rows of a list on the screen while it is built
Notes = Callable[[Desk, ReportBody, Span, int, bool], tuple[str, ...]]


def listing(desk: Desk, body: ReportBody, span: Span, title: str, step: Step | None, most: int, notes: Notes) -> Made:
    """The whole list, or (most) its first rows. Raises Problems where it would be too big for one table: it is then
    limited, or written as a file."""
    allowed = CELLS // max(1, len(body.columns))
    want = min(body.limit or SEEN, SEEN) if most else body.limit or allowed
    if want > allowed:
        raise _too_big(want, body, allowed)
    found, said = list(stored(desk, body, span, want + 1, step)), in_words(desk, body)
    rows = [said(r) for r in found]
    more = len(rows) > want
    if more and not most and not body.limit:
        raise _too_big(len(rows), body, allowed)
    fields = fields_of(desk, body)
    return Made(
        title, tuple(Heading(fields[p].label(desk.lang), _kind(fields[p])) for p in body.columns), tuple(rows[:want]),
        desk.lang, desk.now(), n=min(len(rows), want), sample=bool(most) and more,
        notes=notes(desk, body, span, min(len(rows), want), more and bool(body.limit)),
        collection=source_of(body.source).leads[0], ids=tuple(r["to"] for r in found[:want]),
    )  # fmt: skip


def _too_big(rows: int, body: ReportBody, allowed: int) -> Problems:
    values = {"rows": rows, "columns": len(body.columns), "most": allowed}
    return Problems([Problem("limit", "reports.too_big", values)])


def lines(desk: Desk, body: ReportBody, span: Span, most: int, step: Step | None) -> Iterator[tuple[Value, ...]]:
    """The rows one by one in their order. most: so many, 0: all."""
    said = in_words(desk, body)
    yield from (said(r) for r in stored(desk, body, span, most, step))


def in_words(desk: Desk, body: ReportBody) -> Callable[[Row], tuple[Value, ...]]:
    """What makes a stored row of a list a line of it."""
    fields, terms = fields_of(desk, body), time.term_words(desk, desk.lang)
    specs = [fields[p] for p in body.columns]
    return lambda row: tuple(_typed(row.get(f"f{n}"), s, terms, desk) for n, s in enumerate(specs))


def stored(
    desk: Desk, body: ReportBody, span: Span, most: int, step: Step | None = None, cell: Sequence[Row] = ()
) -> Iterator[Row]:
    """The same as stored: {to: the record it leads to, f0, f1, …} by the columns. cell: expressions that are true of
    the rows of one cell."""
    source, fields, first = stages(desk, question(body), span)
    first = [*first, *([{"$match": {"$expr": {"$and": list(cell)}}}] if cell else [])]
    picked: Row = {"to": f"${source.leads[1]}"} | {f"f{n}": f"${p}" for n, p in enumerate(body.columns)}
    if body.as_of or source.made:
        found = _unkept(desk, body, span, first, picked, fields)
        yield from found[:most] if most else found
        return
    order = body.sort.removeprefix("-")
    sort: list[Row] = []
    if order:
        at = f"{order}.label.kk" if fields[order].kind in ("ref", "refs") else order
        sort = [{"$sort": {at: -1 if body.sort.startswith("-") else 1, "_id": 1}}]
    places = [{}] if order or 0 < most <= SEEN + 1 else ranges(desk, body, span, source)
    left = most
    for n, place in enumerate(places):
        if step:
            step(n, len(places))
        limit: list[Row] = [{"$limit": left}] if most else []
        begun = [{"$match": both(first[0]["$match"], place)}, *first[1:], *sort, *limit]
        rows = desk.store.aggregate(source.model.collection, [*begun, {"$project": picked}], SECONDS)
        yield from rows
        left -= len(rows)
        if most and left <= 0:
            return
    if step:
        step(len(places), len(places))


def _unkept(
    desk: Desk, body: ReportBody, span: Span, first: list[Row], picked: Row, fields: Mapping[str, FieldSpec]
) -> list[Row]:  # fmt: skip
    """Rows that stand in no collection, in order."""
    made, first, _ = rows_of(desk, body, span, source_of(body.source), first, apart=True)
    order = body.sort.removeprefix("-")
    project = {"$project": {**picked, **({"s": f"${order}"} if order else {})}}
    found = [r for part in chunks(made) for r in desk.store.documents(part, [*first, project])]
    if order:
        by = keys.grains(fields[order])[-1]
        found.sort(key=lambda r: keys.place(_key(r.get("s")), fields[order], by, str(_key(r.get("s")))),
                   reverse=body.sort.startswith("-"))  # fmt: skip
    return found


def _key(value: Any) -> Any:
    return Text.model_validate(value["label"]).kk if isinstance(value, dict) and "label" in value else value


def _typed(value: Any, spec: FieldSpec, terms: Mapping[str, str], desk: Desk) -> Value:
    """A stored value as a table holds it: numbers and days as such, all else in words."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, list) and spec.kind not in ("refs", "codes", "choices"):
        return ", ".join(str(x) for v in value if (x := _typed(v, spec, terms, desk)) is not None) or None
    if spec.kind in NUMBERS and isinstance(value, int | Decimal):
        return value
    try:
        if spec.kind == "date":
            return date.fromisoformat(str(value))
        if spec.kind == "moment":
            return moment(value, desk.lang, short=True)
    except (ValueError, TypeError):  # what an import left as it was written
        return str(value)
    if str(value) in terms and spec.kind in ("text", "code"):
        return terms[str(value)]
    return word_for(spec, value, desk.lang) or None


def _kind(spec: FieldSpec) -> str:
    return "number" if spec.kind in NUMBERS else "date" if spec.kind == "date" else "text"


__all__ = ["SEEN", "in_words", "lines", "listing", "stored"]
