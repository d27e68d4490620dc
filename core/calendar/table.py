"""A calendar as a table one types into: what stands in a cell, and what a typed cell means. Rules only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from core.calendar.holidays import span
from core.calendar.windows import CHOOSING, working_days
from core.i18n import date_short, parse_date
from schemas.base import Lang
from schemas.calendar import Calendar, Period
from schemas.words import PeriodKind

TYPED = ("starts", "ends", "years", "name")
_SHORT = re.compile(r"(\d{1,2})[./\s-](\d{1,2})\.?")
_RANGE = re.compile(r"(\d)\s*[-–]\s*(\d)")


def texts(p: Period, lang: Lang) -> dict[str, str]:
    """What stands in the typed cells of a period."""
    name = p.name.get(lang) if p.name else ""
    return {"starts": date_short(p.starts), "ends": date_short(p.ends), "years": years_text(p.years), "name": name}


def years_text(years: Iterable[int]) -> str:
    """Years of study as people write them: «1–3», «1, 4»."""
    found = sorted(set(years))
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]}–{found[-1]}"
    return ", ".join(map(str, found))


def read_years(text: str) -> list[int]:
    """Years of study as typed: «1, 2», «1-3», nothing for all. ValueError with a message key."""
    found: set[int] = set()
    for part in re.split(r"[,;\s]+(?![-–])", text.strip()):
        if wide := _RANGE.fullmatch(part):
            found |= set(range(int(wide[1]), int(wide[2]) + 1))
        elif part.isdecimal():
            found.add(int(part))
        elif part:
            raise ValueError("calendar.years_bad")
    if any(not 1 <= y <= 9 for y in found):
        raise ValueError("calendar.years_bad")
    return sorted(found)


def read_day(text: str, year: int, kind: PeriodKind) -> date:
    """A day as typed; «1.9» without a year is the one of the academic year (of registration also the summer before).

    ValueError with a message key.
    """
    short = _SHORT.fullmatch(text.strip())
    if short is None:
        return parse_date(text)
    day, month = int(short[1]), int(short[2])
    before = kind in CHOOSING and month in (7, 8)
    return parse_date(f"{day}.{month}.{year if month >= 9 or before else year + 1}")


def read_row(row: Mapping[str, Any], year: int, lang: Lang) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """A typed row as a form gives it to `save_periods`, and what is wrong, by column (message keys).

    row: {id, kind, term, faculty, said (the name in three languages), starts, ends, years, name}. None and nothing
    wrong: both days are empty, the period is to be taken out.
    """
    if not row["starts"].strip() and not row["ends"].strip():
        return None, {}
    kind, wrong = PeriodKind(row["kind"]), {}
    days: dict[str, date] = {}
    for column in ("starts", "ends"):
        if not row[column].strip():
            wrong[column] = "calendar.date_missing"
            continue
        try:
            days[column] = read_day(row[column], year, kind)
        except ValueError as e:
            wrong[column] = str(e)
    if len(days) == 2 and days["ends"] < days["starts"]:
        wrong["ends"] = "errors.field.ends_before_start"
    years: list[int] = []
    try:
        years = read_years(row["years"])
    except ValueError as e:
        wrong["years"] = str(e)
    said = {**(row.get("said") or {}), lang: row["name"].strip()}
    if not said.get("kk"):
        said["kk"] = said[lang]  # a name is always there in Kazakh; in another language alone it stands for it
    made = {
        "id": row["id"], "kind": row["kind"], "term": row["term"], "faculty": row["faculty"], "years": years,
        "name": said if row["name"].strip() or any(said.values()) else None,
        **{column: day.isoformat() for column, day in days.items()},
    }  # fmt: skip
    return (None if wrong else made), wrong


def length(cal: Calendar, p: Period) -> tuple[int, int]:
    """How long a period is: weeks it touches (Monday to Sunday), and working days."""
    first = p.starts - timedelta(days=p.starts.weekday())
    return (p.ends - first).days // 7 + 1, len(working_days(cal, p.starts, p.ends))


def offered_terms(kind: PeriodKind) -> bool:
    """Does a period of this kind belong to a semester?"""
    return kind not in (PeriodKind.vacation, PeriodKind.attestation)


def year_label(year: int) -> str:
    """«2026/27»."""
    return f"{year}/{(year + 1) % 100:02d}"


__all__ = [
    "TYPED", "length", "offered_terms", "read_day", "read_row", "read_years", "span", "texts", "year_label",
    "years_text",
]  # fmt: skip
