"""The clock of a request: working days of the office or calendar days, as its kind says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core import house
from core.db.store import Session, Store
from core.diplomas import clock
from core.diplomas.clock import Left
from core.errors import NotFound
from core.papers.days import NONE, Marks
from schemas.kinds import RequestKind, Sort
from schemas.letter import Letter, LetterState

RUNNING = (LetterState.registered, LetterState.working, LetterState.ready)


def kind_of(code: str) -> RequestKind | None:
    """What a kind of request says, a retired one too; None for a letter that waits for no answer."""
    try:
        return house.entry(Sort.request, code).as_body(RequestKind) if code else None
    except NotFound:
        return None


def last_day(reader: Store | Session, kind: RequestKind, day: date) -> date:
    """By when a request of a kind that came on a day is to be answered."""
    return day + timedelta(days=kind.days) if kind.calendar else clock.due(reader, day, kind.days)


def running(letter: Letter) -> bool:
    """Does a clock run: an answer is due and has not gone?"""
    return letter.due is not None and letter.status in RUNNING


def left(today: date, letter: Letter, moved: Marks = NONE) -> Left | None:
    """How the clock of a letter stands; None where none runs."""
    if letter.due is None or not running(letter):
        return None
    kind = kind_of(letter.kind)
    if kind and kind.calendar:
        return Left((letter.due - today).days, today > letter.due)
    return clock.left(today, letter.due, moved)


def clocks(reader: Store | Session, today: date, letters: Sequence[Letter]) -> list[Left | None]:
    """The clocks of several letters, by the calendars of the years they run through."""
    days: Iterable[date] = {today, *(x.due for x in letters if x.due and running(x))}
    moved = clock.marks(reader, days)
    return [left(today, x, moved) for x in letters]


__all__ = ["RUNNING", "Left", "clocks", "kind_of", "last_day", "left", "running"]
