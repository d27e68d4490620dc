"""A report that was made: headings, typed values, what each share is of, totals; the one thing every screen and every
file of a report says. Words are those of the desk's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.contingent.veil import veiled
from core.fields import FieldSpec, word_for
from core.i18n import date_short, number, percent, t
from core.reports import keys
from core.reports.reckoning import Heap, Key, Sums, Tally, median
from schemas.base import Id, Lang
from schemas.condition import Op
from schemas.report import SHARES, Figure, Reckoned, ReportBody, ReportCut

Value = str | int | Decimal | date | None
Place = tuple[int, int]
TOTAL = -1  # the number of the last row
PERCENT = "percent"


@dataclass(frozen=True)
class Heading:
    """Of one column. over: what stands above it (a value of the cut across); kind: text, number, percent, date;
    figure: the number of the measure; total: is it of the whole row?"""

    words: str
    kind: str = "text"
    over: str = ""
    figure: int | None = None
    total: bool = False

    @property
    def whole(self) -> str:
        """Both in one line."""
        return f"{self.over}: {self.words}" if self.over and self.words else self.over or self.words


@dataclass(frozen=True)
class Made:
    """title, notes: what it is, of what time, how many rows, who made it and when. cut: how many columns at the left
    name the row. rows: one value for each heading; total: the last line of a table. parts: of a share or mean what it
    is made of and what it is divided by, by place (row TOTAL: of the total). hidden: cells that are not told. n: how
    many rows were asked; keys, across: of each row and of each block of columns, by what the rows behind are found.
    sample: only a part of the records was looked at. collection, ids: of a list the record each row leads to."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    lang: Lang
    made_at: datetime
    cut: int = 0
    total: tuple[Value, ...] | None = None
    parts: Mapping[Place, tuple[Decimal, int]] = field(default_factory=dict)
    hidden: frozenset[Place] = frozenset()
    hide_under: int = 0
    n: int = 0
    notes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    across: tuple[Any, ...] = ()
    sample: bool = False
    collection: str = ""
    ids: tuple[Id, ...] = ()

    @property
    def lines(self) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """All lines with their numbers, the total last."""
        yield from enumerate(self.rows)
        if self.total is not None:
            yield TOTAL, self.total

    def said(self, row: int, column: int, value: Value) -> str:
        """A value as people read it; a share with what it is of."""
        if (row, column) in self.hidden:
            return f"< {self.hide_under}"
        if value is None:
            return "—" if column >= self.cut and self.total is not None else ""
        if isinstance(value, date):
            return date_short(value)
        if isinstance(value, str):
            return value
        if self.headings[column].kind != PERCENT:
            return number(value, self.lang, None if isinstance(value, int) else 2)
        part = self.parts.get((row, column))
        told = percent(value, self.lang, 1)
        return f"{told} ({number(part[0], self.lang)} / {number(part[1], self.lang)})" if part else told


def figure_words(figure: Figure, fields: Mapping[str, FieldSpec], lang: Lang, brief: bool = False) -> str:
    """What a measure is called where it was given no name. brief: above a column, which must stay narrow."""
    if figure.name is not None:
        return figure.name.get(lang)
    said = figure.what.label(lang)
    if figure.field in fields:
        return f"{said}: {fields[figure.field].label(lang)}"
    return _share(figure, fields, lang, brief) or said


def _share(figure: Figure, fields: Mapping[str, FieldSpec], lang: Lang, brief: bool) -> str:
    """A share of one closed word is called by it: «Share: State grant (Funding)»; «» where its condition is another."""
    if figure.what is not Reckoned.share or len(figure.counts) != 1 or figure.of:
        return ""
    [asked] = figure.counts
    spec = fields.get(asked.field)
    if spec is None or asked.op is not Op.is_ or spec.kind not in ("choice", "bool") or not asked.value or asked.other:
        return ""
    name = spec.label(lang)
    if spec.kind == "bool":
        yes = asked.value in ("yes", "true")
        return t("reports.share_of", lang, what=name) if yes else ""
    word = word_for(spec, asked.value, lang)
    if brief:
        return t("reports.share_of", lang, what=word)
    return t("reports.share_of_word", lang, what=word, field=name)


@dataclass(frozen=True)
class _Laid:
    """A summary table while it is laid out: the keys of its rows and of what stands across, all heaps by both."""

    down: tuple[Key, ...]
    along: tuple[Any, ...]
    cells: Mapping[tuple[Key, Any], Heap]
    rows: Mapping[Key, Heap]
    columns: Mapping[Any, Heap]
    whole: Heap


def laid(
    body: ReportBody, fields: Mapping[str, FieldSpec], sums: Sums, terms: Mapping[str, str], lang: Lang, title: str,
    now: datetime, notes: Sequence[str] = (), sample: bool = False,
) -> Made:  # fmt: skip
    """A summary table from its sums."""
    of, words = _ordered(body, fields, sums, terms, lang)
    totals = bool(body.across)
    headings = [Heading(keys.label(fields[c.field], c.by, lang)) for c in body.rows] or [Heading("")]
    cut = len(headings)
    blocks: list[tuple[Any, str, bool]] = [
        *((k, words(len(body.rows), k), False) for k in of.along), *([(None, t("reports.total", lang), True)] * totals)
    ] if totals else [(None, "", False)]  # fmt: skip
    for _, over, is_total in blocks:
        for n, figure in enumerate(body.figures):
            said = figure_words(figure, fields, lang, brief=True)
            kind = PERCENT if figure.what in SHARES else "number"
            alone = bool(over) and len(body.figures) == 1
            headings.append(Heading("" if alone else said, kind, over, n, is_total))
    small = _small(body, of)
    rows, parts, hidden = [], {}, set()
    lines: list[tuple[int, Key | None]] = [*enumerate(of.down), *([(TOTAL, None)] if body.rows else [])]
    total: tuple[Value, ...] | None = None
    for r, down in lines:
        line: list[Value] = [words(n, k) for n, k in enumerate(down)] if down is not None else []
        line = line or [t("reports.total", lang)]
        line += [""] * (cut - len(line))
        for along, _, is_total in blocks:
            for n, figure in enumerate(body.figures):
                at = (r, len(line))
                across = totals and not is_total
                value, part = _value(figure, n, of, down, along, across)
                if (down, along if across else None) in small:
                    hidden.add(at)
                    value, part = None, None
                if part is not None:
                    parts[at] = part
                line.append(value)
        if r == TOTAL:
            total = tuple(line)
        else:
            rows.append(tuple(line))
    return Made(
        title, tuple(headings), tuple(rows), lang, now, cut, total, parts, frozenset(hidden), body.hide_under,
        of.whole.n, tuple(notes), of.down, of.along, sample,
    )  # fmt: skip


def _ordered(
    body: ReportBody, fields: Mapping[str, FieldSpec], sums: Sums, terms: Mapping[str, str], lang: Lang
) -> tuple[_Laid, Any]:
    by = [*body.rows, *([body.across] if body.across else [])]
    many = len(body.rows)
    known: dict[tuple[int, Any], str] = {}

    def words(n: int, key: Any) -> str:
        if (n, key) not in known:
            cut: ReportCut = by[n]
            known[n, key] = keys.word(key, fields[cut.field], cut.by, sums.names.get((n, key)), terms, lang)
        return known[n, key]

    def place(n: int, key: Any) -> tuple[Any, ...]:
        return keys.place(key, fields[by[n].field], by[n].by, words(n, key))

    cells: dict[tuple[Key, Any], Heap] = {}
    rows: dict[Key, Heap] = {}
    columns: dict[Any, Heap] = {}
    whole = Heap.none(len(body.figures))
    for key, heap in sums.heaps.items():
        down, along = key[:many], key[many] if body.across else None
        cells[down, along] = heap
        rows.setdefault(down, Heap.none(len(body.figures))).add(heap)
        columns.setdefault(along, Heap.none(len(body.figures))).add(heap)
        whole.add(heap)
    ordered = sorted(rows, key=lambda k: [place(n, x) for n, x in enumerate(k)])
    along = sorted(columns, key=lambda k: place(many, k)) if body.across else []
    of = _Laid(tuple(ordered), tuple(along), cells, rows, columns, whole)
    if body.sort:
        n = int(body.sort)
        worth = {d: _value(body.figures[n], n, of, d, None, False)[0] for d in ordered}
        ordered = sorted(ordered, key=lambda d: (worth[d] is None, -_size(worth[d])))
    ordered = ordered[: body.limit] if body.limit else ordered
    return _Laid(tuple(ordered), tuple(along), cells, rows, columns, whole), words


def _size(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, int) else Decimal(0)


def _value(
    figure: Figure, n: int, of: _Laid, down: Key | None, along: Any, across: bool
) -> tuple[Value, tuple[Decimal, int] | None]:  # fmt: skip
    """One measure of a cell (down None: of all rows; not across: of the whole row), and what a share is made of."""
    none = Heap.none(n + 1)
    row = of.whole if down is None else of.rows.get(down, none)
    column = of.columns.get(along, none) if across else of.whole
    cell = row if not across else column if down is None else of.cells.get((down, along), none)
    mine = cell.tallies[n]
    base = {
        Reckoned.share: mine.n,
        Reckoned.share_row: row.tallies[n].counted,
        Reckoned.share_column: column.tallies[n].counted,
        Reckoned.share_all: of.whole.tallies[n].counted,
    }
    if figure.what in base:
        part = (Decimal(mine.counted), base[figure.what])
        return (part[0] * 100 / part[1] if part[1] else None), part
    return _plain(figure.what, mine), (mine.total, mine.valued) if figure.what is Reckoned.mean else None


def _plain(what: Reckoned, of: Tally) -> Value:
    if what is Reckoned.number:
        return of.counted
    if what is Reckoned.people:
        return len(of.people)
    if what is Reckoned.mean:
        return of.total / of.valued if of.valued else None
    if what is Reckoned.median:
        return median(of.values)
    if what is Reckoned.sum:
        return of.total
    return of.least if what is Reckoned.least else of.most


def _small(body: ReportBody, of: _Laid) -> set[tuple[Key | None, Any]]:
    """The cells that are not told: those of few rows and what would tell them (core.contingent.veil)."""
    if not body.hide_under:
        return set()
    down: list[Key | None] = [*of.rows, None]
    along = [*of.along, TOTALS] if body.across else [TOTALS]
    away = veiled([[_many(of, d, a) for a in along] for d in down], body.hide_under)
    return {
        (d, None if a is TOTALS else a)
        for d, line in zip(down, away, strict=True) for a, gone in zip(along, line, strict=True) if gone
    }  # fmt: skip


TOTALS = object()


def _many(of: _Laid, down: Key | None, along: Any) -> int:
    if along is TOTALS:
        return of.whole.n if down is None else of.rows[down].n
    found = of.columns.get(along) if down is None else of.cells.get((down, along))
    return found.n if found else 0


__all__ = ["PERCENT", "TOTAL", "Heading", "Made", "Value", "figure_words", "laid"]
