"""What is wrong with a calendar: breaches forbid to approve it, warnings are to be seen. Rules only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from core.calendar.holidays import span
from core.calendar.windows import CHOOSING, monday, working, working_days
from schemas.base import LANGS, Id, Text
from schemas.calendar import Calendar, Period
from schemas.kinds.study import StudyRules
from schemas.words import PeriodKind, TermKind

K = PeriodKind
MAIN = (TermKind.autumn, TermKind.spring)
OF_TERM = frozenset({K.study, K.session, K.midterm_1, K.midterm_2, K.registration, K.changes})
# Nobody studies, sits exams and rests at once; practice and attestation beside them is only strange.
APART = frozenset({K.study, K.session, K.vacation})
STRANGE = frozenset({frozenset(p) for p in (
    (K.practice, K.vacation), (K.attestation, K.vacation), (K.session, K.practice), (K.session, K.attestation),
    (K.study, K.attestation),
)})  # fmt: skip
FILLS = frozenset({K.study, K.session, K.vacation, K.practice, K.attestation, K.summer})


@dataclass(frozen=True)
class Limits:
    """The numbers a calendar is measured by (settings of the house: study_rules)."""

    term_weeks: int = 15
    session_days: int = 6
    vacation_weeks: int = 7

    @classmethod
    def of(cls, rules: StudyRules) -> Limits:
        """Those of the office."""
        return cls(rules.term_weeks, rules.session_days, rules.vacation_weeks)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. key: a message with its values; period: beside which row it stands (None: the whole)."""

    key: str
    breach: bool
    period: Id | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Audience:
    """For whom the year is looked through: a year of study and a faculty; None: those nobody is named for."""

    course: int | None
    faculty: Id | None

    def has(self, p: Period) -> bool:
        """Is a period for them?"""
        return (not p.years or self.course in p.years) and (p.faculty is None or p.faculty.id == self.faculty)


def named(p: Period) -> Text:
    """What a period is called: its own name, or its kind with the semester."""
    if p.name is not None:
        return p.name
    kk, ru, en = (f"{p.kind.label(x)} ({p.term.label(x)})" if p.term else p.kind.label(x) for x in LANGS)
    return Text(kk=kk, ru=ru, en=en)


def findings(cal: Calendar, limits: Limits | None = None) -> list[Finding]:
    """Everything that is wrong with a calendar: breaches first, then by the day of their period."""
    asked = limits or Limits()
    found = [*_periods(cal, asked), *_overlaps(cal), *_missing(cal), *_audiences(cal, asked), *_holidays(cal)]
    starts = {p.id: p.starts for p in cal.periods}
    words = {p.id: named(p) for p in cal.periods}
    found = [replace(f, values={"what": words[f.period], **f.values}) if f.period else f for f in found]
    ordered = sorted(found, key=lambda f: (not f.breach, starts.get(f.period or "", date.min)))
    return list({(f.key, f.period, repr(f.values)): f for f in ordered}.values())


def breaches(cal: Calendar, limits: Limits | None = None) -> list[Finding]:
    """Only what forbids to approve."""
    return [f for f in findings(cal, limits) if f.breach]


def _periods(cal: Calendar, limits: Limits) -> Iterator[Finding]:
    """Each period by itself: inside the year, of a semester, midterms in classes, exams long enough."""
    first, last = span(cal.year)
    for p in cal.periods:
        begin = date(cal.year, 1, 1) if p.kind in CHOOSING else first
        if p.starts < begin or p.ends > last:
            yield Finding("calendar.found_outside", True, p.id, {"starts": begin, "ends": last})
        if p.kind in OF_TERM and p.term is None:
            yield Finding("calendar.found_no_term", True, p.id, {"kind": p.kind})
        if p.kind in (K.midterm_1, K.midterm_2) and not _inside(p, cal.periods):
            yield Finding("calendar.found_midterm", True, p.id)
        days = len(working_days(cal, p.starts, p.ends))
        if p.kind is K.session and (p.ends - p.starts).days + 1 < limits.session_days:
            yield Finding("calendar.found_session_short", True, p.id, {"days": days, "least": limits.session_days})
        elif not days and p.kind is not K.vacation:
            yield Finding("calendar.found_no_working_day", False, p.id)
        elif p.kind in (K.study, K.session) and not working(cal, p.starts):
            yield Finding("calendar.found_starts_free", False, p.id, {"day": p.starts})


def _inside(p: Period, others: Iterable[Period]) -> bool:
    """Does a period lie within classes of its semester, for the same people?"""
    return any(
        o.kind is K.study and o.term is p.term and o.starts <= p.starts and p.ends <= o.ends and _meet(o, p)
        for o in others
    )


def _meet(a: Period, b: Period) -> bool:
    """Are two periods for some of the same people?"""
    years = not a.years or not b.years or bool(set(a.years) & set(b.years))
    return years and (a.faculty is None or b.faculty is None or a.faculty.id == b.faculty.id)


def _overlaps(cal: Calendar) -> Iterator[Finding]:
    ordered = sorted(cal.periods, key=lambda p: (p.starts, p.ends, p.id))
    for a, b in combinations(ordered, 2):
        if b.starts > a.ends or not _meet(a, b):
            continue
        both = {a.kind, b.kind}
        twice = a.kind is b.kind and (a.kind in APART or a.term is b.term)
        if not twice and not both <= APART and frozenset(both) not in STRANGE:
            continue
        values = {"other": named(a), "starts": b.starts, "ends": min(a.ends, b.ends)}
        yield Finding("calendar.found_overlap", twice or both <= APART, b.id, values)
    for b in ordered:  # exams before the classes they are for
        if b.kind is K.session and b.term is not None:
            taught = [p for p in ordered if p.kind is K.study and p.term is b.term and _meet(p, b)]
            if taught and b.ends < min(p.starts for p in taught):
                yield Finding("calendar.found_session_before", True, b.id)


def _missing(cal: Calendar) -> Iterator[Finding]:
    """What a calendar must have (classes and exams of both semesters), and what it should have."""
    for term in MAIN:
        kinds = {p.kind for p in cal.periods if p.term is term}
        for kind in (K.study, K.session):
            if kind not in kinds:
                yield Finding("calendar.found_missing", True, None, {"kind": kind, "term": term})
        for kind in (K.registration, K.midterm_1, K.midterm_2):
            if kind not in kinds:
                yield Finding("calendar.found_missing", False, None, {"kind": kind, "term": term})
    if not any(p.kind is K.attestation for p in cal.periods):
        yield Finding("calendar.found_missing_whole", False, None, {"kind": K.attestation})


def audiences(periods: Iterable[Period]) -> list[Audience]:
    """Every kind of people the periods tell apart, and those they do not name."""
    found = list(periods)
    years = {y for p in found for y in p.years}
    # A bachelor studies four years: where all four are named, nobody else is left to look for.
    courses: list[int | None] = [*sorted(years), *([] if years >= {1, 2, 3, 4} else [None])]
    faculties: list[Id | None] = [*sorted({p.faculty.id for p in found if p.faculty}), None]
    return [Audience(c, f) for c in courses for f in faculties]


def _audiences(cal: Calendar, limits: Limits) -> Iterator[Finding]:
    """What is measured over a whole year, for everybody apart: weeks of classes, rest, days without anything."""
    last_years = {y for p in cal.periods if p.kind is K.attestation for y in p.years}
    for who in audiences(cal.periods):
        mine = [p for p in cal.periods if who.has(p)]
        if not any(p.kind is K.study for p in mine):
            continue
        for term in MAIN:
            taught = [p for p in mine if p.kind is K.study and p.term is term]
            n = _weeks(taught)
            if taught and n != limits.term_weeks:
                values = {"weeks": n, "norm": limits.term_weeks, "term": term}
                yield Finding("calendar.found_weeks", False, taught[0].id, values)
        yield from _gaps(cal, mine)
        rest = [p for p in mine if p.kind is K.vacation]
        days = sum((p.ends - p.starts).days + 1 for p in rest)
        if who.course not in last_years and (days < 7 * limits.vacation_weeks or len(rest) < 2):
            values = {"weeks": days // 7, "times": len(rest), "norm": limits.vacation_weeks}
            yield Finding("calendar.found_vacation", False, rest[0].id if rest else None, values)


def _weeks(periods: Iterable[Period]) -> int:
    """How many weeks (Monday to Sunday) have a day of classes."""
    found: set[date] = set()
    for p in periods:
        day = monday(p.starts)
        while day <= p.ends:
            found.add(day)
            day += timedelta(days=7)
    return len(found)


def _gaps(cal: Calendar, mine: list[Period]) -> Iterator[Finding]:
    """Working days between the year's first and last period on which nothing is going on."""
    ordered = sorted((p for p in mine if p.kind in FILLS), key=lambda p: p.starts)
    reached = ordered[0] if ordered else None
    for p in ordered[1:]:
        assert reached is not None
        starts, ends = reached.ends + timedelta(days=1), p.starts - timedelta(days=1)
        if starts <= ends and working_days(cal, starts, ends):
            yield Finding("calendar.found_gap", False, reached.id, {"starts": starts, "ends": ends})
        reached = p if p.ends > reached.ends else reached


def _holidays(cal: Calendar) -> Iterator[Finding]:
    first, last = span(cal.year)
    early = min([first, *(p.starts for p in cal.periods if p.kind in CHOOSING)])
    for h in cal.holidays:
        if not early <= h.day <= last:
            yield Finding("calendar.found_holiday_outside", False, None, {"day": h.day, "name": h.name})
    if not cal.holidays:
        yield Finding("calendar.found_no_holidays", False)
