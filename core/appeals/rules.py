"""When a mark may be appealed, and by which day what is done. Rules only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar.windows import working
from core.errors import Problem, RuleBroken
from schemas.appeal import AppealSeat
from schemas.base import Id
from schemas.calendar import Calendar
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds import ChangeRules
from schemas.kinds.sheets import Gives, Signer
from schemas.words import Control, SheetStatus

BEFORE_COMMISSION = (Control.commission, Control.state_exam)


@dataclass(frozen=True)
class Clock:
    """The last day to file, and the last day to decide."""

    file_by: date
    decide_by: date


def clock(result_on: date, filed_on: date, rules: ChangeRules, cal: Calendar | None) -> Clock:
    """Both deadlines, in working days of the calendar (without one only Sundays are free)."""
    return Clock(later(cal, result_on, rules.file_days), later(cal, filed_on, rules.decide_days))


def later(cal: Calendar | None, day: date, days: int) -> date:
    """The working day so many working days after a day; nought: the day itself."""
    while days > 0:
        day += timedelta(days=1)
        days -= working(cal, day)
    return day


def before_commission(sheet: GradeSheet) -> bool:
    """Was the exam taken before a commission?"""
    seated = any(s.part is Signer.chair for s in sheet.seats)
    return seated or Signer.chair in sheet.form.signs or sheet.control in BEFORE_COMMISSION


def refusal(sheet: GradeSheet, line: SheetLine, rules: ChangeRules) -> RuleBroken | None:
    """Why a mark can't be appealed at all; None when it can."""
    if sheet.status is not SheetStatus.closed:
        return RuleBroken("appeals.not_closed", number=sheet.number)
    if sheet.form.gives not in (Gives.result, Gives.apart) or not line.letter:
        return RuleBroken("appeals.no_result")
    if before_commission(sheet) and not rules.commission_exams:
        return RuleBroken("appeals.commission_exam")
    return None


def seats_wrong(seats: Sequence[AppealSeat], examiners: Collection[Id], rules: ChangeRules) -> list[Problem]:
    """What is wrong with a commission: too small, nobody or two chair it, somebody sits twice, an examiner of the
    sheet sits over his own mark."""
    found = []
    people = [s.person.id for s in seats]
    sitting = [s for s in seats if s.part is not Signer.secretary]
    if len(sitting) < rules.members:
        found.append(Problem("commission", "appeals.few_members", {"n": rules.members}))
    if sum(s.part is Signer.chair for s in seats) != 1:
        found.append(Problem("commission", "appeals.one_chair"))
    for n, seat in enumerate(seats):
        if seat.person.id in examiners:
            found.append(Problem("commission", "appeals.examiner_sits", {"name": seat.person.label}, row=n))
        if seat.person.id in people[:n]:
            found.append(Problem("commission", "appeals.sits_twice", {"name": seat.person.label}, row=n))
        if seat.part not in SEATS:
            found.append(Problem("commission", "appeals.no_such_part", row=n))
    return found


SEATS = (Signer.chair, Signer.member, Signer.secretary)
