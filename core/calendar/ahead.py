"""What runs today, what opens and closes in the next days, and who is late: for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.access import Actor
from core.calendar import late
from core.calendar.late import Late
from core.calendar.reading import year_on
from core.calendar.rules import named
from core.calendar.windows import year_of
from core.db.store import Row, Store
from core.desk import Desk
from schemas.base import Id, Text
from schemas.calendar import Calendar, Period
from schemas.words import CalendarState, PeriodKind

DAYS = 14
LEAVES = timedelta(days=21)  # so long after a window closed its late plans are still told


@dataclass(frozen=True)
class Step:
    """A period on the way: what it is called, its days, the kind; of registration the year it is for."""

    what: Text
    kind: PeriodKind
    starts: date
    ends: date
    year: int
    period: Period


@dataclass(frozen=True)
class LatePlans:
    """Plans not approved for a registration: until when it is (or was) open."""

    step: Step
    late: Late


@dataclass(frozen=True)
class Ahead:
    """running: open today; opening and closing: in the next days; late. year: of today, approved: has it a calendar."""

    year: int
    approved: bool
    running: tuple[Step, ...]
    opening: tuple[Step, ...]
    closing: tuple[Step, ...]
    plans: tuple[LatePlans, ...]
    sheets: Late

    def __bool__(self) -> bool:
        return bool(self.running or self.opening or self.closing or self.plans or self.sheets)


def approved(store: Store, day: date) -> list[Calendar]:
    """The approved calendars around a day: of the year before it, of its own, and of the one that comes."""
    year = year_on(day)
    where: Row = {"year": {"$in": [year - 1, year, year + 1]}, "state": CalendarState.approved.value}
    return [Calendar.model_validate(r) for r in store.rows("calendars", where, sort=[("year", 1)])]


def concerns(actor: Actor, period: Period) -> bool:
    """Is a period for this person: one of a faculty is for those who work everywhere, or in that faculty."""
    mine: tuple[Id, ...] = actor.assigned.get("faculty", ())
    return period.faculty is None or not mine or period.faculty.id in mine


def steps(store: Store, actor: Actor, day: date) -> list[Step]:
    """Every period around a day that concerns a person, by its first day."""
    found = [
        Step(named(p), p.kind, p.starts, p.ends, year_of(cal.year, p), p)
        for cal in approved(store, day) for p in cal.periods if concerns(actor, p)
    ]  # fmt: skip
    return sorted(found, key=lambda s: (s.starts, s.ends))


def ahead(desk: Desk) -> Ahead:
    """What the home page of this user says of the calendar today."""
    today, last = desk.today(), desk.today() + timedelta(days=DAYS)
    found = steps(desk.store, desk.actor, today)
    running = tuple(s for s in found if s.starts <= today <= s.ends)
    return Ahead(
        year_on(today), any(c.year == year_on(today) for c in approved(desk.store, today)), running,
        tuple(s for s in found if today < s.starts <= last),
        tuple(sorted((s for s in running if s.ends <= last), key=lambda s: s.ends)),
        late_plans(desk.store, desk.actor, found, today), late.sheets(desk.store, desk.actor, today),
    )  # fmt: skip


def late_plans(store: Store, actor: Actor, found: list[Step], today: date) -> tuple[LatePlans, ...]:
    """Plans not approved although their registration closes within three days, or is closed since some weeks."""
    if not any(actor.may(right) for right in ("plan.choose", "plan.approve", "kpi.read")):
        return ()  # who only looks at his own students' plans is not who is to approve them
    told: dict[tuple[int, tuple[int, ...], Id | None], LatePlans] = {}
    for s in found:
        near = s.starts <= today and s.ends - timedelta(days=3) <= today <= s.ends + LEAVES
        if s.kind is not PeriodKind.registration or not near:
            continue
        faculty = s.period.faculty.id if s.period.faculty else None
        counted = late.plans(store, actor, s.year, s.period.years, faculty)
        if counted:
            told[s.year, tuple(s.period.years), faculty] = LatePlans(s, counted)
    return tuple(told.values())
