"""What is open on a day, which weeks a term has, which days are worked: the questions other parts ask. Rules only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from core.errors import RuleBroken
from schemas.base import Id
from schemas.calendar import Calendar, Period
from schemas.term import Term
from schemas.timetable import Weeks
from schemas.words import PeriodKind, TermKind

# Kinds that speak of choosing disciplines: they may lie before the year whose disciplines are chosen.
CHOOSING = frozenset({PeriodKind.registration, PeriodKind.changes})
SUNDAY = 6


class Week(NamedTuple):
    """A week of a term: its number from 1, its first and last day inside the term."""

    number: int
    starts: date
    ends: date


def year_of(year: int, period: Period) -> int:
    """The academic year a period of the calendar of `year` is for.

    A registration for autumn that is held after the autumn of its calendar (15-31 March) is for the year that comes.
    """
    coming = period.kind in CHOOSING and period.term is TermKind.autumn and period.starts >= date(year + 1, 2, 1)
    return year + 1 if coming else year


def fitting(
    cal: Calendar, kind: PeriodKind, term_kind: TermKind | None, course: int | None, faculty: Id | None
) -> list[Period]:
    """The periods of a kind for a semester, a year of study and a faculty, in order (None: not asked)."""
    found = [
        p for p in cal.periods
        if p.kind is kind and year_of(cal.year, p) == cal.year
        and (term_kind is None or p.term is None or p.term is term_kind) and p.concerns(course, faculty)
    ]  # fmt: skip
    return sorted(found, key=lambda p: (p.starts, p.ends))


def window(
    cal: Calendar, kind: PeriodKind, term_kind: TermKind | None, day: date, course: int | None = None,
    faculty: Id | None = None,
) -> Period | None:  # fmt: skip
    """The period of a kind that is open on a day; of several the one that stays open longest. None: closed."""
    found = [p for p in fitting(cal, kind, term_kind, course, faculty) if p.open(day)]
    return max(found, key=lambda p: p.ends, default=None)


def next_window(
    cal: Calendar, kind: PeriodKind, term_kind: TermKind | None, day: date, course: int | None = None,
    faculty: Id | None = None,
) -> Period | None:  # fmt: skip
    """The period of a kind that opens next after a day; None where none comes any more."""
    return next((p for p in fitting(cal, kind, term_kind, course, faculty) if p.starts > day), None)


def need_window(
    cal: Calendar | None, kind: PeriodKind, term_kind: TermKind | None, day: date, course: int | None = None,
    faculty: Id | None = None,
) -> Period:  # fmt: skip
    """The window open on a day; where it is closed, RuleBroken says when it opens next, or when it was closed."""
    found = window(cal, kind, term_kind, day, course, faculty) if cal else None
    if found is not None:
        return found
    if cal is None:
        raise RuleBroken("calendar.none_approved", kind=kind)
    coming = next_window(cal, kind, term_kind, day, course, faculty)
    if coming is not None:
        raise RuleBroken("calendar.window_opens", kind=kind, starts=coming.starts, ends=coming.ends)
    past = [p.ends for p in fitting(cal, kind, term_kind, course, faculty)]
    if past:
        raise RuleBroken("calendar.window_was", kind=kind, ends=max(past))
    raise RuleBroken("calendar.window_none", kind=kind, calendar=cal.label())


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def parity(term_start: date, day: date) -> Weeks:
    """Is a day in an odd or an even week of a term? The week in which the term starts is the first."""
    return Weeks.odd if (monday(day) - monday(term_start)).days // 7 % 2 == 0 else Weeks.even


def weeks(term: Term, cal: Calendar | None = None) -> list[Week]:
    """The weeks of a term, Monday to Sunday; with the year's calendar only those in which there are classes.

    A term without days has none. The numbers are those of the term, so they keep their parity when weeks are left out.
    """
    if term.starts is None or term.ends is None:
        return []
    found, start = [], monday(term.starts)
    while start <= term.ends:
        end = start + timedelta(days=6)
        number = (start - monday(term.starts)).days // 7 + 1
        found.append(Week(number, max(start, term.starts), min(end, term.ends)))
        start += timedelta(days=7)
    if cal is None:
        return found
    kind = PeriodKind.summer if term.kind is TermKind.summer else PeriodKind.study
    taught = fitting(cal, kind, None if kind is PeriodKind.summer else term.kind, None, None)
    return [w for w in found if any(p.starts <= w.ends and p.ends >= w.starts for p in taught)]


def working(cal: Calendar | None, day: date) -> bool:
    """Is a day worked: Monday to Saturday and no holiday, or a day off that was made a working one?

    Without a calendar only Sundays are free.
    """
    marked = [h for h in cal.holidays if h.day == day] if cal else []
    return marked[-1].working if marked else day.weekday() != SUNDAY


def working_days(cal: Calendar | None, starts: date, ends: date) -> list[date]:
    """The working days from the first to the last, both asked."""
    days = (starts + timedelta(days=n) for n in range((ends - starts).days + 1))
    return [d for d in days if working(cal, d)]


def merged(year: int, own: Calendar | None, before: Calendar | None) -> Calendar | None:
    """A year's calendar with the registrations for it that the calendar of the year before holds (they come first)."""
    early = [p for p in before.periods if year_of(before.year, p) == year] if before else []
    if own is None:
        return before.model_copy(update={"year": year, "periods": early}) if before and early else None
    return own.model_copy(update={"periods": [*early, *own.periods]}) if early else own


def overlapping(periods: Iterable[Period], starts: date, ends: date) -> list[Period]:
    """Those that share a day with a span."""
    return [p for p in periods if p.starts <= ends and p.ends >= starts]
