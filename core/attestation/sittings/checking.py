"""Everything that stands in the way of a sitting, by name: its day, its commission, who sits, who is heard, clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core import calendar
from core.attestation import settings
from core.attestation.admission import admitted
from core.attestation.commissions.rules import ready
from core.attestation.sittings.gathering import (
    attestation_days,
    calendar_of,
    others,
    term_of,
)
from core.attestation.sittings.rules import needed
from core.busy import Busy, at_home, busy_of, hold, met, refused, sat
from core.errors import Problem, Problems
from core.tx import Tx
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    CommissionSeat,
    Sitting,
)
from schemas.base import Id, Ref
from schemas.calendar import Calendar
from schemas.kinds.sheets import Signer
from schemas.reference import Person, Room


def frame(tx: Tx, commission: Commission, day: date) -> Calendar:
    """The calendar a sitting stands in, whose chain its planning meets on. Problems beside the day; the commission
    must be set up by order, the year and the term must be open."""
    found: list[Problem] = []
    if (broken := ready(commission, day)) is not None:
        found.append(Problem("commission", broken.key, broken.values))
    if day.year != commission.year:
        found.append(Problem("day", "sittings.other_year", {"year": commission.year}))
    cal = calendar_of(tx.session, day)
    if cal is None:
        raise Problems([*found, Problem("day", "sittings.no_calendar", {"year": calendar.year_on(day)})])
    days = attestation_days(cal, commission.faculty.id if commission.faculty else None)
    if not calendar.working(cal, day):
        found.append(Problem("day", "exams.not_working"))
    elif not days:
        found.append(Problem("day", "sittings.no_period"))
    elif day not in days:
        found.append(Problem("day", "sittings.outside_period", {"starts": days[0], "ends": days[-1]}))
    term = term_of(tx.session, cal, day)
    if term and term.closed is not None:
        found.append(Problem("day", "calendar.term_closed", {"term": term.label(), "day": term.closed}))
    if found:
        raise Problems(found)
    return tx.get(Calendar, cal.id, scoped=False)


def check(
    tx: Tx, cal: Calendar | None, sitting: Sitting, commission: Commission, heard: Sequence[Candidacy],
    besides: Sequence[Busy] = (), but: Sequence[Id] = (),
) -> list[Busy]:  # fmt: skip
    """Refuse a sitting that cannot be held as it is planned; else the time it takes.

    cal: where exams and lessons are looked at too. but: sittings the same act changes or makes, besides: their time.
    """
    found = [*_seats(tx, sitting, commission), *_graduates(tx, sitting, heard)]
    room = tx.session.one("rooms", {"_id": sitting.room.id}) if sitting.room else None
    if room and not Room.model_validate(room).active:
        found.append(Problem("room", "timetable.room_closed", {"room": room["code"]}))
    mine = at_home(tx.session, busy_of(sitting, commission, {c.id: c.presented for c in heard}))
    found += elsewhere(tx, sitting, mine, cal, besides, but)
    if found:
        raise Problems(found)
    return mine


def elsewhere(
    tx: Tx, sitting: Sitting, mine: Sequence[Busy], cal: Calendar | None = None, besides: Sequence[Busy] = (),
    but: Sequence[Id] = (),
) -> list[Problem]:  # fmt: skip
    """What of a sitting's time (of these parts of it) is wanted elsewhere on its day."""
    hold(tx.session, [sitting.day])
    taken = [*sat(tx.session, [sitting.day], [sitting.id, *but]), *besides]
    if cal is not None:
        ids = [p.id for b in mine for p in b.people if p.id]
        rooms = [sitting.room.id] if sitting.room else []
        taken += others(tx.session, cal, [sitting.day], rooms, ids, ids)
    return refused(met(mine, taken))


def _seats(tx: Tx, sitting: Sitting, commission: Commission) -> list[Problem]:
    """Who sits belongs to the commission on that day, and no member of staff among them left or is on leave."""
    on = {s.id for s in commission.sitting_on(sitting.day)}
    there = {s.id: s for s in commission.seats}
    found = [
        Problem("present", "sittings.sits_not", {"name": there[i].called if i in there else i, "day": sitting.day})
        for i in sitting.present if i not in on
    ]  # fmt: skip
    staff = [s.person.id for s in commission.seats if s.person and s.id in sitting.present]
    for row in tx.session.rows("people", {"_id": {"$in": staff}}):
        person = Person.model_validate(row)
        if not person.active:
            found.append(Problem("present", "timetable.left", {"name": person.label()}))
        elif person.away(sitting.day):
            key = "timetable.on_leave" if person.away_to else "timetable.on_leave_open"
            values = {"name": person.label(), "until": person.away_to, "why": person.away_why}
            found.append(Problem("present", key, values))
    return found


def _graduates(tx: Tx, sitting: Sitting, heard: Sequence[Candidacy]) -> list[Problem]:
    """Each is of this commission and form, with what he presents approved, admitted by order, in no other sitting."""
    let_in = admitted(tx.session, sitting.year)
    return [p for c in heard if (p := _unready(sitting, c, let_in)) is not None]


def _unready(sitting: Sitting, one: Candidacy, let_in: Mapping[Id, Ref]) -> Problem | None:
    name = {"name": one.student.label}
    if one.commission.id != sitting.commission.id or one.form != sitting.form:
        return Problem("slots", "sittings.of_another", name)
    if one.status is CandidacyStatus.draft:
        return Problem("slots", "sittings.not_approved", name)
    if one.status is not CandidacyStatus.approved:
        return Problem("slots", "sittings.not_ahead", {**name, "status": one.status})
    if one.study not in let_in:
        return Problem("slots", "sittings.not_admitted", name)
    if one.sitting and one.sitting.id != sitting.id:
        return Problem("slots", "sittings.placed_already", {**name, "sitting": one.sitting.label})
    return None


def quorum(sitting: Sitting, commission: Commission) -> list[Problem]:
    """The chair sits, and of the chair and members on that day so many as the rules ask."""
    voters = [s for s in commission.sitting_on(sitting.day) if s.part is not Signer.secretary]
    there = [s for s in voters if s.id in sitting.present]
    found = [] if any(s.part is Signer.chair for s in there) else [Problem("present", "sittings.no_chair")]
    least = needed(len(voters), settings.rules().quorum)
    if len(there) < max(least, 1):
        values = {"n": len(there), "of": len(voters), "least": least}
        found.append(Problem("present", "sittings.no_quorum", values))
    return found


def seated(commission: Commission, day: date) -> list[CommissionSeat]:
    """Who sits on a day unless said otherwise: everybody."""
    return commission.sitting_on(day)
