"""Reading calendars: of a year, of all years, and whether a term is closed."""

from __future__ import annotations

from datetime import date

from core.calendar.windows import merged
from core.db.store import Row, Session, Store
from core.desk import Desk
from core.errors import NotFound, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.calendar import Calendar
from schemas.term import Term
from schemas.words import CalendarState

Reader = Store | Session


def year_on(day: date) -> int:
    """The academic year a day lies in: from 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def of_year(reader: Reader, year: int) -> Calendar | None:
    """The approved calendar of an academic year; None where none is approved.

    A registration for this year that the calendar before holds (15-31 March for the coming year) stands in it too; if
    only such are approved, they alone do.
    """
    where: Row = {"year": {"$in": [year - 1, year]}, "state": CalendarState.approved.value}
    found = {r["year"]: Calendar.model_validate(r) for r in reader.rows("calendars", where)}
    return merged(year, found.get(year), found.get(year - 1))


def stored(reader: Reader, year: int) -> Calendar | None:
    """The calendar of a year as it is written, a draft too."""
    row = reader.one("calendars", {"year": year})
    return Calendar.model_validate(row) if row else None


def get(desk: Desk, year: int) -> Calendar | None:
    """The calendar of a year for a page; None where none was made."""
    found = desk.rows(Calendar, "calendar.read", {"year": year}, limit=1)
    return Calendar.model_validate(found[0]) if found else None


def years(desk: Desk) -> list[tuple[int, CalendarState]]:
    """The years that have a calendar, newest first, with where each stands."""
    rows = desk.rows(Calendar, "calendar.read", {}, {"year": 1, "state": 1}, [("year", -1)], 100)
    return [(r["year"], CalendarState(r["state"])) for r in rows]


def check_term_open(tx: Tx, term_id: Id) -> Term:
    """The term of something that an act is about to change; RuleBroken when the term was closed (it names both)."""
    row = tx.session.one("terms", {"_id": term_id})
    if row is None:
        raise NotFound("errors.not_found", kind="terms", id=term_id)
    term = Term.model_validate(row)
    if term.closed is not None:
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
    return term


def terms_of(desk: Desk, year: int) -> list[Term]:
    """The terms of an academic year, in the order of their codes."""
    rows = desk.rows(Term, "reference.read", {"year": year}, None, [("code", 1)], 20)
    return [Term.model_validate(r) for r in rows]
