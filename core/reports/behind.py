"""The records behind a cell of a report: the same question, narrowed to what the cell counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.fields import FieldSpec
from core.reports import keys
from core.reports.definition import cuts, fields_of
from core.reports.listing import in_words, stored
from core.reports.made import TOTAL, Made, Value
from core.sources import Span, source_of
from core.sources.rules import MANY_KINDS
from schemas.base import Id
from schemas.condition import Condition, Op
from schemas.report import VALUED, ReportBody, ReportShape

MOST, SHOWN = 1000, 4  # rows that are opened at once; columns of each part of a record besides those of the table


@dataclass(frozen=True)
class Behind:
    """title: what the cell is, in words. collection, ids: the record each row leads to. more: there are further rows
    than `MOST`."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    collection: str = ""
    ids: tuple[Id, ...] = ()
    more: bool = False


def rows(desk: Desk, body: ReportBody, span: Span, made: Made, row: int, column: int) -> Behind:
    """The records of a cell by its place in a report that was made. RuleBroken: it is not told."""
    measures = max(1, len(body.figures))
    block, n = divmod(column - made.cut, measures)
    whole = column < made.cut
    across = body.across is not None and not whole and block < len(made.across)
    told = [c for c, h in enumerate(made.headings) if c >= made.cut and (h.total or not body.across)] if whole else []
    if any((row, c) in made.hidden for c in told or [column]):
        raise RuleBroken("reports.small_cell", n=made.hide_under)
    down = [*zip(body.rows, made.keys[row], strict=True)] if row != TOTAL else []
    place = [*down, *([(body.across, made.across[block])] if across and body.across else [])]
    fields = fields_of(desk, body)
    day = body.as_of or desk.today()
    cell: list[Row] = [
        {"$eq": [keys.expression(fields[c.field], c.by, day, span.zone), {"$literal": key}]} for c, key in place
    ]
    asked = body.model_copy(update={
        "shape": ReportShape.list, "sort": "", "limit": 0, "columns": _columns(body, fields, bool(made.hidden)),
        "of": [*body.of, *([] if whole else _counted(body, n))],
    })  # fmt: skip
    # A field by which the cell was found is asked, too, though it is not shown where small cells are hidden.
    besides = [c.field for c in cuts(body) if c.field not in asked.columns]
    wide = asked.model_copy(update={"columns": [*asked.columns, *besides]})
    found = list(islice(stored(desk, wide, span, MOST + 1, cell=cell), MOST + 1))
    said = in_words(desk, asked)
    return Behind(
        _title(made, row, column), tuple(fields[p].label(desk.lang) for p in asked.columns),
        tuple(said(r) for r in found[:MOST]), source_of(body.source).leads[0], tuple(r["to"] for r in found[:MOST]),
        len(found) > MOST,
    )  # fmt: skip


def _counted(body: ReportBody, n: int) -> list[Condition]:
    """What a row must be to be in a measure: of a share those that count, of a mean those that have the number."""
    figure = body.figures[n]
    having = [Condition(field=figure.field, op=Op.given)] if figure.what in VALUED else []
    return [*figure.of, *figure.counts, *having]


def _columns(body: ReportBody, fields: Mapping[str, FieldSpec], hidden: bool) -> list[str]:
    """Who or what a record is, then what the table is cut by. hidden: the latter would tell the cells that are not."""
    cut, asked = {c.field for c in cuts(body)}, [f.field for f in body.figures if f.field]
    parts = [prefix for prefix, _ in source_of(body.source).described]
    usual = [p for p, s in fields.items() if s.show.table and s.kind not in MANY_KINDS and not s.show.sensitive]
    of = {p: max((x for x in parts if p.startswith(x)), key=len) for p in usual}  # a student, a study, its result
    some = [p for x in parts for p in [p for p in usual if of[p] == x][:SHOWN]]
    shown = [*(p for p in some if p not in cut), *([] if hidden else [c.field for c in cuts(body)]), *asked]
    return list(dict.fromkeys(shown)) or list(fields)[:SHOWN]


def _title(made: Made, row: int, column: int) -> str:
    line: Sequence[Any] = made.total or () if row == TOTAL else made.rows[row]
    said = [str(v) for v in line[: made.cut] if v != ""]
    return " · ".join([*said, *([made.headings[column].whole] if column >= made.cut else [])])


__all__ = ["MOST", "Behind", "rows"]
