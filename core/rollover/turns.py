"""What the new year brings to a study. Pure: everything it depends on is in `Standing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.base import Id
from schemas.rollover import Turn
from schemas.words import StudyStatus

# What the head may decide by hand: for any who studies «repeats», for the undecided also the other two.
DECIDABLE = (Turn.moved, Turn.repeating, Turn.final)
DECIDED = (*DECIDABLE, Turn.expelling)  # and what an approved promotion may
GONE = (StudyStatus.expelled, StudyStatus.transferred, StudyStatus.graduated)
RAISING = ("profile_edited", "order_applied")  # types of event that may raise a course
CONTINGENT = (StudyStatus.active, StudyStatus.academic_leave)


@dataclass(frozen=True)
class Standing:
    """Where a study stands before the new year: status, course, years its curriculum lasts, day of admission; raised:
    the course was raised since the day on which the new year may be entered (`opens`), by hand or by an order."""

    status: str
    course: int | None
    years: int | None
    admitted: date | None = None
    raised: bool = False


def first_day(year: int) -> date:
    """1 September of an academic year: the usual day of moving up."""
    return date(year, 9, 1)


def opens(year: int) -> date:
    """Before this day nobody is moved into an academic year: the year that ends is still being studied."""
    return date(year, 6, 1)


def new_since(year: int) -> date:
    """Whoever was admitted on this day or later belongs to the intake of the new year, and stays in his course."""
    return date(year, 7, 1)


def turn_of(of: Standing, year: int, decided: str | None = None) -> tuple[Turn, str]:
    """The turn of a study and, where it is unclear, why: «no_course», «no_length», «beyond».

    Whoever left is counted as left; on leave: stays as he is; the new intake keeps its course, and so does who was
    moved up for this year already; then what a promotion or the head decided; then by the course against the years of
    the curriculum.
    No course can be decided away: it must be entered.
    """
    if of.status in GONE:
        return Turn.left, ""
    if of.status == StudyStatus.academic_leave:
        return Turn.leave, ""
    if of.admitted and of.admitted >= new_since(year):
        return Turn.fresh, ""
    if of.raised:
        return Turn.already, ""
    if of.course is None:
        return Turn.unclear, "no_course"
    if decided == Turn.moved and of.course >= 8:
        return Turn.unclear, "beyond"
    if decided in DECIDED:
        return Turn(decided), ""
    if of.years is None:
        return Turn.unclear, "no_length"
    if of.course > of.years:
        return Turn.unclear, "beyond"
    return (Turn.final if of.course == of.years else Turn.moved), ""


def raised(events: Iterable[Mapping[str, Any]], study: Id, year: int) -> bool:
    """Do stored events raise the course of a study by one since `opens`: was it moved up for this year already? What an
    order did that was taken back raised nobody."""
    path, since, told = f"studies.{study}.year", opens(year).isoformat(), list(events)
    back = {e.get("reverses") for e in told}
    done = [e for e in told if e["effective"] >= since and e["type"] in RAISING and e["id"] not in back]
    changes = [c for e in done for c in e.get("changes") or [] if c["field"] == path]
    return any(isinstance(c["was"], int) and c["now"] == c["was"] + 1 for c in changes)


def added(counts: Iterable[tuple[Turn, int]]) -> dict[str, int]:
    """Studies by turn, every turn named, in its usual order."""
    found = {t.value: 0 for t in Turn}
    for turn, n in counts:
        found[turn.value] += n
    return found


def whole(counts: Mapping[str, int], contingent: int) -> bool:
    """Is everybody accounted for: is the sum the contingent, and nobody undecided?"""
    return sum(counts.values()) == contingent and not counts.get(Turn.unclear.value)
