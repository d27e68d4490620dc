"""The term of the timetable's tests with a calendar whose session runs from 14 to 30 December."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.db.codec import plain
from core.desk import Desk
from schemas.base import Text
from schemas.calendar import Calendar, Holiday, Period
from schemas.section import Section
from schemas.words import CalendarState, PeriodKind, TermKind
from tests.acts.timetable_kit import Office, put

MONDAY = date(2026, 12, 14)


def calendar_of(desk: Desk) -> Calendar:
    """The approved calendar of 2026/27: classes, the session, 16 December off."""
    autumn = TermKind.autumn
    made: Calendar = put(desk, Calendar(
        year=2026, state=CalendarState.approved,
        periods=[
            Period(id="s", kind=PeriodKind.study, term=autumn, starts=date(2026, 9, 1), ends=date(2026, 12, 12)),
            Period(id="e", kind=PeriodKind.session, term=autumn, starts=MONDAY, ends=date(2026, 12, 30)),
        ],
        holidays=[Holiday(day=date(2026, 12, 16), name=Text(kk="Тәуелсіздік күні"))],
    ))  # fmt: skip
    return made


class Session(Office):
    """The office with its calendar; `wish` is what a form gives."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.calendar = calendar_of(desk)

    def wish(self, day: date = MONDAY, starts: str = "09:00", room: int | None = 0, **more: Any) -> dict[str, Any]:
        place = {} if room is None else {"room": plain(self.rooms[room].ref())}
        return {"day": plain(day), "starts": starts, **place, **{k: plain(v) for k, v in more.items()}}

    def c(self, **more: Any) -> Section:
        """A third section: another student, the teacher of B."""
        return self.section("C", self.people[1], self.students[2:], **more)
