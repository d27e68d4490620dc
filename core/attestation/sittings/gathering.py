"""What else stands on the days of a sitting, exams and lessons; the frame of its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core import calendar
from core.busy import Busy
from core.db.store import Session, Store
from core.exams import gathering as exams
from schemas.base import Id, Ref
from schemas.calendar import Calendar
from schemas.term import Term
from schemas.words import CalendarState, PeriodKind, TermKind

Reader = Store | Session


def others(
    reader: Reader, cal: Calendar, days: Sequence[date], rooms: Sequence[Id], staff: Sequence[Id],
    students: Sequence[Id],
) -> list[Busy]:  # fmt: skip
    """Exams and lessons of these days that want one of these rooms, members of staff or students."""
    terms = [Term.model_validate(r) for r in reader.rows("terms", {"year": cal.year})]
    ids = [t.id for t in terms]
    mine = set(students)
    rows = reader.rows(
        "sections", {"members.student.id": {"$in": list(students)}, "term.id": {"$in": ids}}, {"members.student": 1}
    )
    sections = {
        r["_id"]: tuple(Ref.model_validate(m["student"]) for m in r["members"] if m["student"]["id"] in mine)
        for r in rows
    }  # fmt: skip
    wanted = {
        "term.id": {"$in": ids}, "day": {"$in": [d.isoformat() for d in days]}, "state": {"$in": exams.LIVE},
        "$or": [{"room.id": {"$in": list(rooms)}}, {"examiners.id": {"$in": list(staff)}},
                {"section.id": {"$in": list(sections)}}],
    }  # fmt: skip
    asked = {"$or": [{"room.id": {"$in": list(rooms)}}] + [{f"{k}.id": {"$in": list(staff)}} for k in
                                                          ("teacher", "accompanist")]}  # fmt: skip
    found = exams.sittings(reader.rows("exams", wanted, exams.EXAM), sections)
    found += [s for term in terms for s in exams.lessons_on(reader, term, cal, days, asked)]
    return [b for s in found for b in exams.busy_of(s)]


def calendar_of(reader: Reader, day: date) -> Calendar | None:
    """The approved calendar of the academic year a day lies in, as it is stored: sittings are planned on its chain."""
    where = {"year": calendar.year_on(day), "state": CalendarState.approved.value}
    row = reader.one("calendars", where)
    return Calendar.model_validate(row) if row else None


def attestation_days(cal: Calendar, faculty: Id | None) -> list[date]:
    """The working days of the calendar's attestation, for a faculty."""
    found: set[date] = set()
    for p in calendar.fitting(cal, PeriodKind.attestation, None, None, faculty):
        span = (p.starts + timedelta(n) for n in range((p.ends - p.starts).days + 1))
        found |= {d for d in span if calendar.working(cal, d)}
    return sorted(found)


def term_of(reader: Reader, cal: Calendar, day: date) -> Term | None:
    """The term an attestation of this day belongs to: the one of the year that began last, the summer aside."""
    rows = reader.rows("terms", {"year": cal.year, "starts": {"$lte": day.isoformat()},
                                 "kind": {"$ne": TermKind.summer.value}})  # fmt: skip
    return Term.model_validate(max(rows, key=lambda r: r["starts"])) if rows else None
