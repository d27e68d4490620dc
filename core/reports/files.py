"""A report as files (clauses 22, 46): a sheet, a text table, a protected paper to be signed; what was asked, said."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core import references
from core.desk import Desk
from core.export import Cell
from core.fields import FieldSpec, word_for
from core.i18n import t
from core.pdf.drawn import Drawn
from core.pdf.drawn import Sort as DrawnSort
from core.registry import described
from core.reports.definition import fields_of
from core.reports.made import PERCENT, Made, Value
from core.sources.rules import DAYS
from core.tabled import Form, Tabled, taken
from schemas.base import Id, Text
from schemas.condition import BARE, Condition
from schemas.report import Picture, ReportBody

PAGE, KIND = "reports", "reports"
ROOM, LEAST, EACH, GAP = 135.0, 8.0, 5.6, 2.4  # mm of a picture that a lying page holds, of a place, of a bar in it
SERIES = 4
LIST = 500  # records a condition may name that are told by their words


def file(
    desk: Desk, made: Made, body: ReportBody, form: Form, id: Id = "", signer: tuple[str, str] | None = None
) -> bytes:
    """A report that was made, as a file that leaves: who took it and for whom is written down. Raises RuleBroken."""
    return taken(desk, table(desk, made, body, form, signer), form, PAGE, KIND, id)


def table(
    desk: Desk, made: Made, body: ReportBody, form: Form = "xlsx", signer: tuple[str, str] | None = None
) -> Tabled:
    """The report as a table ready to leave: numbers as numbers for a sheet; for paper as they are read, a share with
    what it is of."""
    paper = form == "pdf"
    rows = tuple(
        tuple(made.said(r, c, v) if paper else _cell(made, r, c, v) for c, v in enumerate(row)) for r, row in made.lines
    )
    heads = tuple(
        f"{h.whole}, %" if h.kind == PERCENT and not paper and "%" not in h.whole else h.whole for h in made.headings
    )
    right = tuple(c for c, h in enumerate(made.headings) if h.kind in ("number", PERCENT))
    return Tabled(
        made.title or body.source.label(made.lang), heads, rows, made.lang, (*made.notes[:1], *asked(desk, body)),
        body.as_of, int(made.total is not None), made.notes[1:-1], drawn(made, body) if paper else None, signer, right,
    )  # fmt: skip


def _cell(made: Made, row: int, column: int, value: Value) -> Cell:
    if (row, column) in made.hidden:
        return f"< {made.hide_under}"
    return round(value, 2) if isinstance(value, Decimal) else value


def asked(desk: Desk, body: ReportBody) -> tuple[str, ...]:
    """The conditions of a report, each a line of words."""
    fields = fields_of(desk, body)
    return tuple(_said(desk, c, fields[c.field]) for c in body.of if c.field in fields)


def _said(desk: Desk, of: Condition, spec: FieldSpec) -> str:
    lang = desk.lang
    values = [v.strip() for v in of.value.split(",") if v.strip()] if of.op not in BARE else []
    told = ", ".join(_words(desk, values, spec)) if not of.other else t("tabled.another_field", lang)
    days = f" {of.days:+d}" if of.days else ""
    return f"{spec.label(lang)}: {of.op.label(lang)} {told}{days}".strip()


def _words(desk: Desk, values: Iterable[str], spec: FieldSpec) -> list[str]:
    lang, names = desk.lang, dict[str, Text]()
    if spec.kind in ("ref", "refs") and spec.show.to and (model := described(spec.show.to)):
        if desk.store.size(model.collection) <= LIST:
            names = references.labels(desk, model.collection)
    if spec.kind == "bool":
        return [t("common.yes" if v in ("yes", "true") else "common.no", lang) for v in values]
    if spec.kind in DAYS:
        return [t("tabled.today", lang) if v == "@today" else v for v in values]
    many = spec.kind in ("choices", "codes")
    return [names[v].get(lang) if v in names else word_for(spec, [v] if many else v, lang) or v for v in values]


def drawn(made: Made, body: ReportBody) -> Drawn | None:
    """The picture of a summary table for paper; None of a list, or where the report has none."""
    if body.chart is Picture.none or made.total is None or not made.rows:
        return None
    across = [c for c, h in enumerate(made.headings) if h.over and not h.total and h.figure == 0]
    columns = across or [c for c, h in enumerate(made.headings) if c >= made.cut]
    kind = made.headings[columns[0]].kind if columns else ""
    alike = [c for c in columns if made.headings[c].kind == kind]
    columns = alike[:SERIES]
    if not columns:
        return None
    most = int(ROOM / (max(LEAST, EACH * len(columns)) + GAP))
    rows = [(r, row) for r, row in enumerate(made.rows)][:most]
    heads = made.headings
    series = tuple(
        (heads[c].over or heads[c].words, tuple(_number(made, r, c, row[c]) for r, row in rows)) for c in columns
    )
    sort: DrawnSort = "lines" if body.chart is Picture.lines else "bars"
    places = tuple(" · ".join(str(v) for v in row[: made.cut]) for _, row in rows)
    said = made.notes[0] if made.notes else ""
    if len(alike) > SERIES:
        said = f"{said} · {t('tabled.first_columns', made.lang, n=SERIES)}"
    if len(made.rows) > most:
        said = f"{said} · {t('tabled.first_n', made.lang, n=most)}"
    return Drawn(sort, made.title or body.source.label(made.lang), places, series, said, made.lang, kind == PERCENT)


def _number(made: Made, row: int, column: int, value: Value) -> Decimal | int | None:
    if (row, column) in made.hidden or not isinstance(value, int | Decimal):
        return None
    return round(value, 1) if isinstance(value, Decimal) else value


__all__ = ["asked", "drawn", "file", "table"]
