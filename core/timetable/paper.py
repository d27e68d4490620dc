"""Weeks of the timetable as values for the paper, and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core import calendar, looks
from core.desk import Desk
from core.i18n import date_short, t, weekday_name
from core.pdf.timetable import Box, WeekDay, WeekPaper, render
from core.timetable.clashes import Slot
from core.timetable.reading import Day, Of, hours, week
from schemas.base import Lang
from schemas.reference import Office
from schemas.term import Term
from schemas.timetable import Weeks


def pdf(desk: Desk, term: Term, of: Of, id: str, whose: str, day: date, lang: Lang, both: bool = True) -> bytes:
    """The week of a day, and (both) the next where odd and even weeks differ; who took it is written down."""
    one, two = (week(desk, term, of, id, day + timedelta(days=n)) for n in (0, 7))
    differ = both and any(s.weeks != Weeks.every for d in (*one, *two) for s in d.lessons)
    pages = [_page(desk, term, days, whose, lang, of) for days in ([one, two] if differ else [one])]
    looks.note(desk, "timetable", of, id, whose, "print", student=id if of == "student" else "")
    return render(pages)


def _page(desk: Desk, term: Term, days: Sequence[Day], whose: str, lang: Lang, of: Of) -> WeekPaper:
    row = desk.store.one("office", {})
    office = Office.model_validate(row) if row else None
    first, last = hours(days)
    return WeekPaper(
        date=desk.today(), lang=lang, institution=office.name.get(lang) if office else "", whose=whose,
        span=span(term, days, lang), first=first, last=last, sample=bool(office and office.demo),
        days=tuple(
            WeekDay(
                f"{weekday_name(d.day.weekday(), lang, short=True)} {d.day:%d.%m}",
                tuple(box(s, of, lang) for s in d.lessons), d.free,
            ) for d in days
        ),
    )  # fmt: skip


def span(term: Term, days: Sequence[Day], lang: Lang) -> str:
    """Which week it is: its number, odd or even, its days, the term."""
    dates = f"{date_short(days[0].day)} – {date_short(days[-1].day)}"
    if term.starts is None:
        return f"{term.label().get(lang)} · {dates}"
    inside = max(days[0].day, term.starts)
    n = ((inside - timedelta(days=inside.weekday())) - (term.starts - timedelta(days=term.starts.weekday()))).days // 7
    odd = calendar.parity(term.starts, inside) == Weeks.odd
    return f"{t('timetable.odd_week' if odd else 'timetable.even_week', lang, n=n + 1)} · {dates}"


def minutes(text: str) -> int:
    """A time of day as minutes from midnight."""
    return int(text[:2]) * 60 + int(text[3:])


def initials(name: str) -> str:
    """«Шегай В. В.»: how a person stands where there is little room."""
    last, *rest = name.split()
    return " ".join([last, *(f"{x[0]}." for x in rest)])


def small(slot: Slot, of: Of, lang: Lang) -> tuple[str, ...]:
    """The lines under a lesson's name: what the asker does not know himself (his own room, his own name)."""
    found = [initials(p.label.get(lang)) for p in slot.people if of != "teacher"]
    if of not in ("section", "student"):
        found.append(slot.section.label.get(lang))
    if slot.weeks != Weeks.every:
        found.append(t("timetable.odd_short" if slot.weeks == Weeks.odd else "timetable.even_short", lang))
    return tuple(x for x in found if x)


def hours_and_room(slot: Slot, of: Of, lang: Lang) -> str:
    """«09:00–09:50 · 101»; the room's own week does not say it again."""
    room = "" if of == "room" or slot.room is None else f" · {slot.room.label.get(lang)}"
    return f"{slot.starts}–{slot.ends}{room}"


def box(slot: Slot, of: Of, lang: Lang) -> Box:
    """A lesson for the paper and for the screen."""
    return Box(
        minutes(slot.starts), minutes(slot.ends), slot.discipline.label.get(lang), small(slot, of, lang),
        hours_and_room(slot, of, lang),
    )  # fmt: skip
