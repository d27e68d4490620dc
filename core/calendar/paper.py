"""The calendar as values for its paper: the year week by week for each year of study, the list, the holidays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from core import looks
from core.calendar import reading
from core.calendar.holidays import span
from core.calendar.rules import FILLS, named
from core.calendar.table import length, year_label, years_text
from core.calendar.windows import CHOOSING, monday
from core.db.codec import plain
from core.desk import Desk
from core.errors import NotFound, RuleBroken
from core.i18n import date_short, month_name, t
from core.pdf.calendar import CalendarPaper, Line, Month, Row, render
from core.pdf.fonts import Unprintable
from schemas.base import LANGS, Lang
from schemas.calendar import Calendar, Period
from schemas.reference import Office
from schemas.words import CalendarState, PeriodKind

K = PeriodKind
CHECKS = (K.midterm_1, K.midterm_2, K.retakes)
# Where two things fall into one week equally, the rarer is told.
ORDER = (K.attestation, K.session, K.practice, K.study, K.summer, K.vacation)


def pdf(desk: Desk, year: int, lang: Lang) -> bytes:
    """The calendar of a year as PDF. NotFound where there is none, RuleBroken for a letter that the fonts lack."""
    cal = reading.get(desk, year)
    if cal is None:
        raise NotFound("calendar.none_of_year", year=year)
    row = desk.store.one("office", {})
    looks.note(desk, "calendar", "calendars", cal.id, str(year), "print")
    try:
        return render(paper(cal, Office.model_validate(row) if row else None, lang, desk.today()))
    except Unprintable as e:
        raise RuleBroken("transcripts.unprintable", text=e.text, letters=e.characters) from None


def paper(cal: Calendar, office: Office | None, lang: Lang, today: date) -> CalendarPaper:
    """All that stands on the paper, in one language."""
    weeks = weeks_of(cal.year)
    approved = cal.state is CalendarState.approved
    told = t("calendar.paper_draft", lang)
    if approved:
        told = t("calendar.paper_protocol", lang, protocol=cal.protocol, day=cal.approved_on)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang])) if office else {}
    used = [k for k in K if any(p.kind is k for p in cal.periods)]
    return CalendarPaper(
        title=t("calendar.paper_title", lang, span=year_label(cal.year)), lang=lang, day=today, told=told,
        approved=approved, institution=tuple(names)[:1], weeks_word=t("calendar.paper_weeks", lang),
        months=tuple(months_of(weeks, lang)), mondays=tuple(f"{w.day}" for w in weeks),
        rows=tuple(rows_of(cal, weeks, lang)), letters={k.value: t(f"calendar.letter.{k.value}", lang) for k in K},
        legend=tuple((k.value, k.label(lang)) for k in used), list_word=t("calendar.paper_list", lang),
        lines=tuple(line_of(cal, p, lang) for p in cal.periods), holidays_word=t("calendar.paper_holidays", lang),
        holidays=tuple(
            f"{date_short(h.day)} {h.name.get(lang)}" + (f" ({t('calendar.paper_worked', lang)})" if h.working else "")
            for h in cal.holidays
        ),
        sample=bool(office and plain(office).get("demo")),
    )  # fmt: skip


def weeks_of(year: int) -> list[date]:
    """The Mondays of an academic year."""
    first, last = span(year)
    day, found = monday(first), []
    while day <= last:
        found.append(day)
        day += timedelta(days=7)
    return found


def months_of(weeks: Sequence[date], lang: Lang) -> list[Month]:
    """The months over the weeks: a week belongs to the month of its Thursday, the last one to August."""
    found: list[Month] = []
    for w in weeks:
        thursday = min(w + timedelta(days=3), date(weeks[20].year, 8, 31))
        name = month_name(thursday.month, lang)
        if found and found[-1].name == name:
            found[-1] = Month(name, found[-1].weeks + 1)
        else:
            found.append(Month(name, 1))
    return found


def rows_of(cal: Calendar, weeks: Sequence[date], lang: Lang) -> list[Row]:
    """A row for every year of study that is told apart (one for all where none is), one for midterms, one for
    registration."""
    years = sorted({y for p in cal.periods for y in p.years})
    courses: list[int | None] = [*years] if years else [None]
    found = [
        Row(
            t("calendar.paper_course", lang, year=c) if c else t("calendar.paper_all", lang),
            tuple(_most(cal.periods, w, c) for w in weeks),
        )
        for c in courses
    ]
    if any(p.kind is K.summer for p in cal.periods):
        found.append(Row(t("calendar.paper_summer", lang), tuple(_any(cal.periods, w, (K.summer,)) for w in weeks)))
    found.append(Row(t("calendar.paper_checks", lang), tuple(_any(cal.periods, w, CHECKS) for w in weeks)))
    choosing = tuple(_any(cal.periods, w, tuple(k for k in K if k in CHOOSING)) for w in weeks)
    found.append(Row(t("calendar.paper_choosing", lang), choosing))
    return found


def _most(periods: Sequence[Period], week: date, course: int | None) -> str:
    """What a week is for those of a year of study: what most of its six days are."""
    days: Counter[PeriodKind] = Counter()
    for n in range(6):
        day = week + timedelta(days=n)
        here = {p.kind for p in periods if p.kind in FILLS and p.open(day) and (not p.years or course in p.years)}
        # The summer semester is taken by few, and in their vacation: where both run, the vacation is everybody's.
        for kind in here - ({K.summer} if K.vacation in here else set()):
            days[kind] += 1
    return max(days, key=lambda k: (days[k], -ORDER.index(k))).value if days else ""


def _any(periods: Sequence[Period], week: date, kinds: Sequence[PeriodKind]) -> str:
    last = week + timedelta(days=6)
    return next((k.value for k in kinds for p in periods if p.kind is k and p.starts <= last and p.ends >= week), "")


def line_of(cal: Calendar, p: Period, lang: Lang) -> Line:
    """A period in the list."""
    whom = [t("calendar.paper_for", lang, years=years_text(p.years))] if p.years else []
    whom += [p.faculty.label.get(lang)] if p.faculty else []
    weeks, days = length(cal, p)
    return Line(
        p.kind.value, named(p).get(lang), f"{date_short(p.starts)} – {date_short(p.ends)}", ", ".join(whom),
        t("calendar.length", lang, weeks=weeks, days=days),
    )  # fmt: skip
