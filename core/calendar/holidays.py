"""The shipped public holidays as data: what of them falls into an academic year. The law changes them. Rules only."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.base import LANGS, Text
from schemas.calendar import Holiday

SUNDAY = 6


@lru_cache(maxsize=1)
def _source() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "holidays.toml").read_text("utf-8"))


def span(year: int) -> tuple[date, date]:
    """The first and last day of an academic year."""
    return date(year, 9, 1), date(year + 1, 8, 31)


def offered(year: int) -> list[Holiday]:
    """The holidays of an academic year as the law stood when this was shipped, with the days off moved from Sundays."""
    found, moving = [], []
    for row in _source()["fixed"]:
        name = Text(**row["name"])
        for month, day in row["days"]:
            when = date(year + (month < 9), month, day)
            found.append(Holiday(day=when, name=name))
            if row["transfers"] and when.weekday() == SUNDAY:
                moving.append((when, name))
    first, last = span(year)
    for row in _source()["moving"]:
        days = [date.fromisoformat(d) for d in row["days"]]
        found += [Holiday(day=d, name=Text(**row["name"])) for d in days if first <= d <= last]
    taken = {h.day for h in found}
    for when, name in sorted(moving, key=lambda m: m[0]):
        free = when
        while free in taken or free.weekday() == SUNDAY:
            free += timedelta(days=1)
        taken.add(free)
        found.append(Holiday(day=free, name=_moved(name)))
    return sorted(found, key=lambda h: h.day)


def _moved(name: Text) -> Text:
    words = _source()["words"]["moved"]
    return Text(**{lang: words[lang].format(name=name.get(lang)) for lang in LANGS})


def moving_names() -> set[str]:
    """Kazakh names of the holidays that have no day of their own in the year, and how a moved day off begins."""
    return {row["name"]["kk"] for row in _source()["moving"]}


def carried(holidays: list[Holiday], year: int) -> list[Holiday]:
    """The holidays of a new academic year: those offered, and of the last year's what the office itself added by date.

    Moved days, days worked instead and days by the moon belong to their own year and are not carried over.
    """
    new = {h.day: h for h in offered(year)}
    was = {(h.day.month, h.day.day) for y in {h.day.year - (h.day.month < 9) for h in holidays} for h in offered(y)}
    prefix = _source()["words"]["moved"]["kk"].partition("{")[0]
    for h in holidays:
        own = (h.day.month, h.day.day) not in was and not h.working
        if own and h.name.kk not in moving_names() and not h.name.kk.startswith(prefix):
            try:
                when = date(year + (h.day.month < 9), h.day.month, h.day.day)
            except ValueError:  # 29 February has no day in the year that comes
                continue
            new.setdefault(when, Holiday(day=when, name=h.name))
    return sorted(new.values(), key=lambda h: h.day)
