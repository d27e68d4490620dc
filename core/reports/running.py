"""A report is run: what it will read is said before, how far it is while it reads; what comes out is a `Made`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.i18n import moment, t
from core.reports import time
from core.reports.behind import Behind
from core.reports.behind import rows as rows_behind
from core.reports.definition import fields_of, guarded, problems, question
from core.reports.keys import label
from core.reports.listing import lines, listing
from core.reports.made import Made, Value, laid
from core.reports.reckoning import Step, tallied
from core.sources import Span, cheap, reads, source_of
from schemas.report import ReportBody, ReportShape, Stretch

LIVE = 3_000  # documents that are read at each change while a report is built
FREE = 30_000  # documents that are read without a question before
ROWS, ALONG = 3_000, 60  # rows and blocks of columns of a summary table


@dataclass(frozen=True)
class Price:
    """What a report would read: documents; rows a list would have at most. heavy: it is asked before."""

    reads: int
    of: int
    heavy: bool


def price(desk: Desk, body: ReportBody) -> Price:
    """What a report would read, before it reads. Raises Problems where it can't be asked, Forbidden, RuleBroken (its
    day has not come)."""
    span = _span(desk, body)
    source = source_of(body.source)
    size = desk.store.size(source.model.collection)
    asked = question(body)
    if body.as_of or source.made:
        return Price(size, size, size > FREE)
    n = reads(desk, asked, span, size + 1) if cheap(desk, asked, span) else size
    return Price(n, size, n > FREE)


def _span(desk: Desk, body: ReportBody) -> Span:
    """The time of a report that is asked now. RuleBroken: of a day that has not come, of a semester nobody entered:
    such a report may be kept, and is answered when its time is there."""
    span = time.span_of(desk, body)
    if found := problems(desk, body, span):
        raise Problems(found)
    if body.as_of and body.as_of > span.today:
        raise RuleBroken("reports.day_to_come", day=body.as_of)
    if body.time is Stretch.term and not span.terms:
        raise RuleBroken("reports.term_to_come", term=body.term)
    return span


def run(desk: Desk, body: ReportBody, title: str = "", step: Step | None = None, most: int = 0) -> Made:
    """Make a report within the user's reach. step(done, of how many): told between two parts; what it raises ends the
    reading. most: only so many documents are looked at (`Made.sample` says so).

    Raises Problems (an unknown field, one that is hidden from this role, by its name; too many rows or columns),
    Forbidden, RuleBroken (it takes too long, its day has not come).
    """
    span = _span(desk, body)
    if body.shape is ReportShape.list:
        return listing(desk, body, span, title, step, most, notes)
    body = guarded(desk, body)
    sums = tallied(desk, body, span, step, most)
    many = len(body.rows)
    down, along = len({k[:many] for k in sums.heaps}), len({k[many:] for k in sums.heaps})
    if down > ROWS and not body.limit:
        raise Problems([Problem("rows", "reports.too_many_rows", {"n": down, "most": ROWS})])
    if along > ALONG:
        raise Problems([Problem("across", "reports.too_many_columns", {"n": along, "most": ALONG})])
    fields = fields_of(desk, body)
    terms = time.term_words(desk, desk.lang)
    n = sum(h.n for h in sums.heaps.values())
    sample = bool(most) and not body.as_of and price(desk, body).reads > most
    said = notes(desk, body, span, n, 0 < body.limit < down)
    return laid(body, fields, sums, terms, desk.lang, title, desk.now(), said, sample)


def notes(desk: Desk, body: ReportBody, span: Span, n: int, limited: bool = False) -> tuple[str, ...]:
    """What stands under a report: of what, of what time, how many records, by whom and when. limited: there are more
    rows than it was limited to."""
    lang = desk.lang
    across = body.across if body.shape is ReportShape.table else None
    return (
        f"{body.source.label(lang)}. {time.words(desk, body, span, lang)}",
        *([t("reports.note_across", lang, field=label(fields_of(desk, body)[across.field], across.by, lang))]
          if across else []),
        t("reports.note_rows", lang, n=n),
        *([t("reports.note_first", lang, n=body.limit)] if limited else []),
        *([t("reports.time_to_come", lang)] if span.first > span.today else []),
        t("reports.note_made", lang, who=desk.actor.name, at=moment(desk.now(), lang, short=True)),
    )  # fmt: skip


def records(desk: Desk, body: ReportBody, step: Step | None = None, most: int = 0) -> Iterator[tuple[Value, ...]]:
    """The rows of a list one by one, however many: for files that are written while they are read."""
    yield from lines(desk, body, _span(desk, body), most or body.limit, step)


def behind(desk: Desk, body: ReportBody, made: Made, row: int, column: int) -> Behind:
    """The records a cell of a summary table counts; one of a column that names rows: those of the whole row.

    made: that very report as it was made for this user; row TOTAL: of all rows. Raises as `run` does, and RuleBroken
    where the cell is not told because few stand in it.
    """
    return rows_behind(desk, body, _span(desk, body), made, row, column)


def headings(desk: Desk, body: ReportBody) -> list[str]:
    """The headings of a list in the desk's language."""
    fields = fields_of(desk, body)
    return [fields[p].label(desk.lang) for p in body.columns]


__all__ = ["ALONG", "FREE", "LIVE", "ROWS", "Behind", "Price", "behind", "headings", "notes", "price", "records", "run"]
