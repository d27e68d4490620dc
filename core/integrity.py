"""The house's settings of what keeps it honest (clauses 31, 39): days of declarations, trainings due, signing; and of
whom both are due."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core import house
from core.db.store import Row
from core.errors import NotFound
from core.i18n import order_key
from schemas.kinds import IntegrityRules, Sort


class Reader(Protocol):
    """The store, or the session of an act."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, /) -> list[Row]: ...


def staff(reader: Reader) -> list[Row]:
    """Everybody with an open account, by name: of whom trainings and declarations are due."""
    rows = reader.rows("users", {"active": True}, {"name": 1, "role": 1, "post": 1})
    return sorted(rows, key=lambda r: order_key(r["name"]))


def rules() -> IntegrityRules:
    """The settings in force; those the office was shipped with where it has described none."""
    try:
        return house.entry(Sort.integrity_rules, "main").as_body(IntegrityRules)
    except NotFound:
        return IntegrityRules()


def on(day_month: str, year: int) -> date:
    """A day of the settings («10-01») in a year; the last of the month where it has no such day."""
    day, month = (int(x) for x in day_month.split("-"))
    return within(year, month, day)


def within(year: int, month: int, day: int) -> date:
    """A day of a month that may be shorter."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def later(day: date, months: int) -> date:
    """So many months after a day, in a shorter month its last day."""
    n = day.year * 12 + day.month - 1 + months
    return within(n // 12, n % 12 + 1, day.day)
