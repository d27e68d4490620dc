"""The time of a report as questions see it, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from core.db.store import Row
from core.desk import Desk
from core.i18n import date_short, t
from core.indicators.periods import MAIN
from core.sources import Span
from core.sums.days import begins, ends
from schemas.base import Lang
from schemas.report import ReportBody, Stretch
from schemas.term import Term

AUTUMN = (9, 1)


def terms(desk: Desk) -> list[Row]:
    """Every term, the oldest first."""
    return sorted(desk.store.rows("terms", {}, limit=400), key=begins)


def span_of(desk: Desk, body: ReportBody, every: Iterable[Row] | None = None) -> Span:
    """The days, terms and years of a report's time; of «all time» the days are those of today."""
    today, rows = desk.today(), list(every) if every is not None else terms(desk)
    if body.time is Stretch.all:
        return Span(today, today, today, desk.zone)
    if body.time in (Stretch.calendar_year, Stretch.dates):
        first = date(body.year, 1, 1) if body.time is Stretch.calendar_year and body.year else body.first or today
        last = date(body.year, 12, 31) if body.time is Stretch.calendar_year and body.year else body.last or today
        found = [r for r in rows if begins(r) <= last and ends(r) >= first]
        return _span(found, first, last, desk)
    found = _meant(body, rows, today)
    if not found:  # a time of which no term was entered holds no rows of a term; its days are still known
        year = body.year or today.year
        return Span(date(year, *AUTUMN), date(year + 1, 8, 31), today, desk.zone, (), (year,))
    first, last = min(map(begins, found)), max(map(ends, found))
    if body.time in (Stretch.now_year, Stretch.last_year, Stretch.study_year):
        last = max(last, date(found[0]["year"] + 1, 8, 31))  # the summer belongs to the year past
    return _span(found, first, last, desk)


def _span(found: Iterable[Row], first: date, last: date, desk: Desk) -> Span:
    rows = list(found)
    years = tuple(sorted({r["year"] for r in rows}))
    return Span(first, last, desk.today(), desk.zone, tuple((r["_id"], r["code"]) for r in rows), years)


def _meant(body: ReportBody, rows: list[Row], today: date) -> list[Row]:
    begun = [r for r in rows if begins(r) <= today and r["kind"] in MAIN]
    year = begun[-1]["year"] if begun else None
    of: dict[Stretch, Callable[[], list[Row]]] = {
        Stretch.term: lambda: [r for r in rows if r["code"] == body.term],
        Stretch.now_term: lambda: begun[-1:],
        Stretch.last_term: lambda: begun[-2:-1],
        Stretch.now_year: lambda: [r for r in rows if r["year"] == year],
        Stretch.last_year: lambda: [r for r in rows if year is not None and r["year"] == year - 1],
        Stretch.study_year: lambda: [r for r in rows if r["year"] == body.year],
    }
    return of[body.time]()


def words(desk: Desk, body: ReportBody, span: Span, lang: Lang) -> str:
    """What time a report is of, with its days: «Current semester (01.09.2026 - 30.12.2026)»."""
    if body.as_of:
        return t("reports.as_of_said", lang, day=body.as_of)
    if body.time is Stretch.all:
        return t("reports.as_of_said", lang, day=desk.today())
    days = f"{date_short(span.first)} – {date_short(span.last)}"
    if body.time is Stretch.dates:
        return days
    if body.time is Stretch.calendar_year:
        return str(body.year)
    if body.time is Stretch.study_year:
        return f"{year_words(body.year)} ({days})"
    if body.time is Stretch.term:
        return f"{term_words(desk, lang).get(body.term, body.term)} ({days})"
    return f"{body.time.label(lang)} ({days})"


def year_words(year: int | None) -> str:
    """An academic year as it is called."""
    return "" if year is None else f"{year}/{(year + 1) % 100:02d}"


def term_words(desk: Desk, lang: Lang) -> dict[str, str]:
    """Terms by code as they are called, the newest first."""
    return {r["code"]: Term.model_validate(r).label().get(lang) for r in reversed(terms(desk))}


__all__ = ["span_of", "term_words", "terms", "words", "year_words"]
