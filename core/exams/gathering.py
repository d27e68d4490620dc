"""What stands in a term as the rules need it: exams with their students, lessons of taught days, session days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from core import calendar, timetable
from core.busy import Busy, Source, Who, met, minutes_of, refused, sat
from core.db.store import Row, Session, Store
from core.errors import Problem
from core.exams.rules import RESTED, Sitting
from core.timetable.clashes import Slot
from core.timetable.students import LESSON
from schemas.base import Id, Ref
from schemas.calendar import Calendar, Period
from schemas.exam import Exam, ExamState
from schemas.section import Section
from schemas.term import Term
from schemas.words import Control, PeriodKind

Reader = Store | Session
LIVE = [ExamState.draft.value, ExamState.published.value]
EXAM = {"head": 0, "created": 0, "updated": 0, "custom": 0, "changes": 0}


class Refs:
    """References made once each, for thousands of members."""

    def __init__(self) -> None:
        self._known: dict[Id, Ref] = {}

    def of(self, row: Row) -> Ref:
        """The reference a stored row is."""
        found = self._known.get(row["id"])
        if found is None:
            found = self._known[row["id"]] = Ref.model_validate(row)
        return found

    def maybe(self, row: Row | None) -> Ref | None:
        """The same, of what may be empty."""
        return self.of(row) if row else None


def members_of(reader: Reader, sections: Iterable[Id], refs: Refs | None = None) -> dict[Id, tuple[Ref, ...]]:
    """Who is in these sections."""
    known = refs or Refs()
    rows = reader.rows("sections", {"_id": {"$in": list(sections)}}, {"members.student": 1})
    return {r["_id"]: tuple(known.of(m["student"]) for m in r["members"]) for r in rows}


def sittings(rows: Iterable[Row], members: Mapping[Id, tuple[Ref, ...]], refs: Refs | None = None) -> list[Sitting]:
    """Stored exams as the rules need them."""
    known = refs or Refs()
    found = []
    for r in rows:
        starts = minutes_of(r["starts"])
        found.append(Sitting(
            r["_id"], known.of(r["section"]), known.of(r["discipline"]), date.fromisoformat(r["day"]), starts,
            starts + r["minutes"], known.maybe(r.get("room")), tuple(known.of(p) for p in r["examiners"]),
            members.get(r["section"]["id"], ()), Control(r["control"]) in RESTED, bool(r.get("joint")),
        ))  # fmt: skip
    return found


def sitting_of(exam: Exam, students: Sequence[Ref]) -> Sitting:
    """An exam that is not stored yet, as the rules need it."""
    starts = minutes_of(exam.starts)
    return Sitting(
        exam.id, exam.section, exam.discipline, exam.day, starts, starts + exam.minutes, exam.room,
        tuple(exam.examiners), tuple(students), exam.control in RESTED, exam.joint,
    )  # fmt: skip


def busy_of(of: Sitting) -> list[Busy]:
    """The time an exam or a lesson takes, as sittings of commissions are compared with it. A lesson takes no student's:
    where he is heard it is not held, as when he sits an exam."""
    source: Source = "lesson" if of.lesson else "exam"
    every = Busy(of.id, of.discipline.label, of.day, of.starts, of.ends, of.room, Who.of(of.examiners), source,
                 "examiners")  # fmt: skip
    return [every] if of.lesson else [every, replace(every, room=None, people=Who.of(of.students), asked="starts")]


def met_by_commissions(reader: Reader, exams: Iterable[Sitting]) -> list[Problem]:
    """Where these exams want a room, an examiner or a student at the time of a commission's sitting."""
    mine = [b for e in exams for b in busy_of(e)]
    return refused(met(mine, sat(reader, {b.day for b in mine})))


def as_exams(taken: Iterable[Busy]) -> list[Sitting]:
    """Sittings of commissions as a proposal needs what stands: of a day, with those the office knows."""
    return [
        Sitting(b.of, ref := Ref(id=b.of, label=b.what), ref, b.day, b.starts, b.ends, b.room,
                tuple(Ref(id=p.id, label=p.name) for p in b.people if p.id), rested=False)
        for b in taken
    ]  # fmt: skip


def standing(reader: Reader, term: Term, where: Row | None = None) -> list[Sitting]:
    """The exams of a term with their students (where: which of them)."""
    refs = Refs()
    rows = reader.rows("exams", {"term.id": term.id, "state": {"$in": LIVE}, **(where or {})}, EXAM)
    return sittings(rows, members_of(reader, {r["section"]["id"] for r in rows}, refs), refs)


def lessons_on(
    reader: Reader, term: Term, cal: Calendar | None, days: Iterable[date], where: Row | None = None
) -> list[Sitting]:
    """Lessons held on these days: nothing is read where classes are over."""
    taught = [d for d in days if timetable.taught(term, cal, d)]
    if not taught:
        return []
    weekdays = sorted({str(d.isoweekday()) for d in taught})
    rows = reader.rows(
        "lessons", {"term.id": term.id, "active": True, "weekday": {"$in": weekdays}, **(where or {})}, LESSON
    )
    members = members_of(reader, {r["section"]["id"] for r in rows})
    return [
        Sitting(
            f"{s.id}:{day}", s.section, s.discipline, day, minutes_of(s.starts), minutes_of(s.ends), s.room,
            tuple(s.people), members.get(s.section.id, ()), False, s.joint, True,
        )
        for s in Slot.all(rows) for day in taught if timetable.held_on(s, day, term.starts)
    ]  # fmt: skip


class Sessions:
    """On which days whom a session is for: read once for all sections that are asked about."""

    def __init__(self, reader: Reader, term: Term, cal: Calendar | None) -> None:
        self.reader, self.term, self.cal = reader, term, cal
        self.periods: list[Period] = (
            calendar.fitting(cal, PeriodKind.session, term.kind, None, None) if cal is not None else []
        )
        self._years: dict[Id, int | None] = {}

    @property
    def by_year(self) -> bool:
        """Do years of study have sessions of their own?"""
        return any(p.years for p in self.periods)

    def know(self, studies: Iterable[tuple[Id, Id]]) -> None:
        """Read the years of study of these (student, study), where they matter."""
        if not self.by_year:
            return
        ids = {student for student, _ in studies}
        rows = self.reader.rows("students", {"_id": {"$in": list(ids)}}, {"studies.id": 1, "studies.year": 1})
        self._years |= {s["id"]: s.get("year") for r in rows for s in r["studies"]}

    def days(self, section: Section | None = None, faculty: Id | None = None) -> tuple[date, ...]:
        """Working days of the session of everybody in a section (`know` its members first), or of a faculty."""
        if self.cal is None:
            return ()
        at = section.faculty.id if section and section.faculty else faculty
        years = {self._years.get(m.study) for m in section.members} if section and self.by_year else {None}
        found: set[date] | None = None
        for year in years or {None}:
            mine = calendar.fitting(self.cal, PeriodKind.session, self.term.kind, year, at)
            days = {
                p.starts + timedelta(n) for p in mine for n in range((p.ends - p.starts).days + 1)
                if calendar.working(self.cal, p.starts + timedelta(n))
            }  # fmt: skip
            found = days if found is None else found & days
        return tuple(sorted(found or ()))
