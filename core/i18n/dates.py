"""Dates and moments in three languages; the week begins on Monday, the clock is the office's."""

import os
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from schemas.base import Lang

_MONTHS: dict[Lang, tuple[str, ...]] = {
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
           "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь",
           "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
# Russian alone bends the month in a full date: «23 ноября», but «ноябрь 2026».
_RU_OF = ("января", "февраля", "марта", "апреля", "мая", "июня",
          "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip
_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "kk": ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKDAYS_SHORT: dict[Lang, tuple[str, ...]] = {
    "kk": ("Дс", "Сс", "Ср", "Бс", "Жм", "Сн", "Жс"),
    "ru": ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_YEAR_WORD: dict[Lang, str] = {"kk": "\u00a0ж.", "ru": "\u00a0г.", "en": ""}

_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


@lru_cache(maxsize=1)
def office_zone() -> ZoneInfo:
    """The time zone the office's clock shows: `OFFICE_TIME_ZONE`, Asia/Almaty when it is not set."""
    return ZoneInfo(os.environ.get("OFFICE_TIME_ZONE") or "Asia/Almaty")


def month_name(month: int, lang: Lang) -> str:
    """Name of a month (1-12) as it stands alone: «қараша», «ноябрь», «November»."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {month}")
    return _MONTHS[lang][month - 1]


def weekday_name(weekday: int, lang: Lang, short: bool = False) -> str:
    """Name of a weekday counted from Monday (0) to Sunday (6), as `date.weekday()` counts."""
    if not 0 <= weekday <= 6:
        raise ValueError(f"no such weekday: {weekday}")
    return (_WEEKDAYS_SHORT if short else _WEEKDAYS)[lang][weekday]


def office_day(when: datetime) -> date:
    """The day of a moment by the office's clock: late in the evening of London it is already the next one."""
    return _clock(when).date()


def date_text(day: date, lang: Lang) -> str:
    """A date in words: «23 қараша 2026 ж.», «23 ноября 2026 г.», «23 November 2026»."""
    day = _local(day)
    month = _RU_OF[day.month - 1] if lang == "ru" else _MONTHS[lang][day.month - 1]
    return f"{day.day}\u00a0{month} {day.year}{_YEAR_WORD[lang]}"


def date_short(day: date) -> str:
    """A date in figures, the same in every language: 23.11.2026."""
    day = _local(day)
    # strftime("%Y") leaves out leading zeros of early years on Linux; the paper form has four digits.
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def moment(when: datetime, lang: Lang, short: bool = False, seconds: bool = False) -> str:
    """A moment by the office's clock: «23 қараша 2026 ж., 14:05», short: «23.11.2026 14:05».

    A moment without a zone is taken as UTC, because that is how the database keeps it.
    """
    local = _clock(when)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{date_short(local)} {clock}" if short else f"{date_text(local, lang)}, {clock}"


def parse_date(text: str) -> date:
    """Read a date as people type it: 23.11.2026, 3.9.2026, 23/11/2026 or 2026-11-23.

    Raises ValueError whose text is a message key: `errors.date_parsing` for another shape,
    `errors.date_impossible` for a day that the calendar does not have (31.02.2026).
    """
    typed = text.strip()
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise ValueError("errors.date_parsing")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("errors.date_impossible") from None


def _clock(when: datetime) -> datetime:
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(office_zone())


def _local(day: date) -> date:
    return office_day(day) if isinstance(day, datetime) else day
