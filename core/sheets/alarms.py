"""What about a correction the head is to look at: who did it, when, how often. A rule; its facts come with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core import house
from core.errors import NotFound
from schemas.base import Id
from schemas.grade_sheet import Alarm, Correction, GradeSheet, SheetLine
from schemas.kinds import ChangeRules, Sort
from schemas.kinds.sheets import SheetForm


def change_rules() -> ChangeRules:
    """The rules of appeals and corrections in force; those the office was shipped with where it has described none."""
    try:
        return house.entry(Sort.change_rules, "main").as_body(ChangeRules)
    except NotFound:
        return ChangeRules()


@dataclass(frozen=True)
class Facts:
    """What a correction itself does not say.

    mine: does a user id belong to who decides? upward: how many upward corrections of the same examiners were
    confirmed in the term before this one. graduate: has the student graduated?
    """

    mine: Callable[[Id], bool]
    upward: int = 0
    graduate: bool = False
    zone: str = "Asia/Almaty"


def alarms(sheet: GradeSheet, change: Correction, facts: Facts, rules: ChangeRules) -> list[Alarm]:
    """The alarms of a decided correction, in the order of the list."""
    found = {
        Alarm.own_mark: any(facts.mine(user) for user in entered_by(change, sheet.form, sheet.corrections)),
        Alarm.night: any(at_night(at, facts.zone, rules) for at in (change.proposed_at, change.decided_at) if at),
        Alarm.upward: bool(rules.upward) and upward(change) and facts.upward + 1 > rules.upward,
        Alarm.graduate: facts.graduate,
    }
    return [alarm for alarm, so in found.items() if so]


def entered_by(change: Correction, form: SheetForm, before: Iterable[Correction] = ()) -> set[Id]:
    """Who typed what a correction changes: on the sheet, or by proposing an earlier correction of it.

    before: the acts of the sheet.
    """
    columns = changed(change, form)
    mine = [c for c in before if c.student.id == change.student.id and c.state == "confirmed" and c.act != change.act]
    proposed = {c.proposed_by for c in mine if columns & changed(c, form)}
    return {change.was.entered[c].user for c in columns if c in change.was.entered} | proposed


def changed(change: Correction, form: SheetForm) -> set[str]:
    """The columns in which an act leaves something else."""
    was, now = change.was, change.now
    columns = {c for c in form.codes if was.value(c) != now.value(c)}
    return columns | {form.main} if was.mark is not now.mark else columns


def at_night(at: datetime, zone: str, rules: ChangeRules) -> bool:
    """Does a moment lie in the night of the office? Equal hours: there is none."""
    hour, start, end = at.astimezone(ZoneInfo(zone)).hour, rules.night_from, rules.night_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def upward(change: Correction) -> bool:
    """Does a correction raise the grade (where there is no grade, the score)?"""
    return worth(change.now) > worth(change.was)


def worth(line: SheetLine) -> tuple[Decimal, Decimal]:
    """By what two lines are compared: points, then percent."""
    none = Decimal(-1)
    percent = line.final_grade if line.final_grade is not None else line.score
    return line.points if line.points is not None else none, percent if percent is not None else none


def raised(sheets: Iterable[GradeSheet]) -> int:
    """How many confirmed corrections of some sheets raise a grade."""
    return sum(c.state == "confirmed" and upward(c) for sheet in sheets for c in sheet.corrections)
