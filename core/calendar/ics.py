"""A calendar as a file for phones and computers (RFC 5545): all-day events, each with an identifier that stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar as Feed
from icalendar import Event

from core.calendar.rules import named
from core.calendar.table import year_label, years_text
from core.i18n import t
from schemas.base import Id, Lang
from schemas.calendar import Calendar


def ics(cal: Calendar, lang: Lang, at: datetime) -> bytes:
    """The calendar's periods and holidays in one language. at: the moment it is made (told in each event)."""
    feed = Feed()
    feed.add("prodid", "-//Registrar office//Academic calendar//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", t("calendar.paper_title", lang, span=year_label(cal.year)))
    for p in cal.periods:
        words = named(p).get(lang)
        whom = [t("calendar.paper_for", lang, years=years_text(p.years))] if p.years else []
        whom += [p.faculty.label.get(lang)] if p.faculty else []
        about = f"{words} ({', '.join(whom)})" if whom else words
        feed.add_component(_event(f"{p.id}@calendar", about, p.kind.label(lang), p.starts, p.ends, cal, at))
    for h in cal.holidays:
        kind = t("calendar.holiday_worked" if h.working else "calendar.holiday", lang)
        name = f"{h.name.get(lang)} ({kind})" if h.working else h.name.get(lang)
        feed.add_component(_event(f"{cal.id}-{h.day:%Y%m%d}@calendar", name, kind, h.day, h.day, cal, at))
    return bytes(feed.to_ical())


def _event(uid: Id, summary: str, category: str, starts: date, ends: date, cal: Calendar, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", at)
    event.add("sequence", cal.revision)
    event.add("dtstart", starts)
    event.add("dtend", ends + timedelta(days=1))  # by the standard the end is the day after the last
    event.add("summary", summary)
    event.add("categories", [category])
    event.add("transp", "TRANSPARENT")  # a period of the year makes nobody busy
    return event
