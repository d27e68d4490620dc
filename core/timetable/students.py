"""Would a student have to be in two places at once: the questions that registration asks of the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from core.db.store import Row, Session, Store
from core.timetable.clashes import Clash, Slot, meeting, overlap, together
from schemas.base import Id, Ref

Reader = Store | Session
LESSON = {"head": 0, "created": 0, "updated": 0, "custom": 0}


def term_days(reader: Reader, term_id: Id) -> tuple[date | None, date | None]:
    """The first and the last day of a term, as far as they are known."""
    row = reader.one("terms", {"_id": term_id}, {"starts": 1, "ends": 1}) or {}
    return _date(row.get("starts")), _date(row.get("ends"))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def lessons_of(reader: Reader, term_id: Id, sections: Iterable[Id]) -> list[Slot]:
    """The lessons of sections, those taken out left out."""
    where = {"section.id": {"$in": list(sections)}, "term.id": term_id, "active": True}
    return Slot.all(reader.rows("lessons", where, LESSON))


class Planner:
    """Which sections of which disciplines fit into which student's week, read at once for all that are asked of.

    Made for the registration of a whole group: three readings for 300 students and 10 disciplines.
    """

    def __init__(self, reader: Reader, term_id: Id, disciplines: Sequence[Id], students: Sequence[Id]) -> None:
        self.starts, self.ends = term_days(reader, term_id)
        fields = {"discipline.id": 1, "kind": 1, "members.student.id": 1}
        asked = {"term.id": term_id, "$or": [
            {"discipline.id": {"$in": list(disciplines)}}, {"members.student.id": {"$in": list(students)}},
        ]}  # fmt: skip
        rows = reader.rows("sections", asked, fields)
        self._offered: dict[Id, dict[str, list[Id]]] = {}
        self._in: dict[Id, list[Row]] = {}
        wanted, people = set(disciplines), set(students)
        for row in rows:
            of = row["discipline"]["id"]
            if of in wanted:
                self._offered.setdefault(of, {}).setdefault(row["kind"], []).append(row["_id"])
            for member in row["members"]:
                if member["student"]["id"] in people:
                    self._in.setdefault(member["student"]["id"], []).append(row)
        self._busy: dict[Id, dict[str, list[Slot]]] = {}
        self._lessons: dict[Id, list[Slot]] = {}
        for slot in lessons_of(reader, term_id, [r["_id"] for r in rows]):
            self._lessons.setdefault(slot.section.id, []).append(slot)

    def clash(self, discipline: Id, student: Id) -> Clash | None:
        """The clash that keeps a student out of a discipline; None where of each kind of class a section fits his week
        (or he is in one already, or its lessons are not in the timetable yet)."""
        mine = self._in.get(student, [])
        busy = self._week(student)
        for kind, sections in self._offered.get(discipline, {}).items():
            if any(row["discipline"]["id"] == discipline and row["kind"] == kind for row in mine):
                continue
            first: Clash | None = None
            for section in sections:
                met = self._met(section, busy, student)
                if met is None:
                    first = None
                    break
                first = first or met
            if first:
                return first
        return None

    def _week(self, student: Id) -> dict[str, list[Slot]]:
        """What the student is busy with, by day of the week."""
        if student not in self._busy:
            days: dict[str, list[Slot]] = {}
            for row in self._in.get(student, []):
                for slot in self._lessons.get(row["_id"], ()):
                    days.setdefault(slot.weekday, []).append(slot)
            self._busy[student] = days
        return self._busy[student]

    def _met(self, section: Id, busy: dict[str, list[Slot]], student: Id) -> Clash | None:
        for slot in self._lessons.get(section, ()):
            for other in busy.get(slot.weekday, ()):
                if slot.discipline.id != other.discipline.id and overlap(slot, other, self.starts, self.ends):
                    if not together(slot, other):
                        return Clash("student", Ref(id=student, label=slot.discipline.label), slot, other)
        return None


def free_section(reader: Reader, term_id: Id, discipline_id: Id, student_id: Id) -> Literal[True] | Clash:
    """Is there a section of the discipline whose lessons fit the student's week? True, or the clash that is met first.

    For many students ask a Planner: it reads once for all of them.
    """
    return Planner(reader, term_id, [discipline_id], [student_id]).clash(discipline_id, student_id) or True


def clashes_of_student(reader: Reader, term_id: Id, student_id: Id, section_ids: Iterable[Id]) -> list[Clash]:
    """What of these sections meets at one time, between themselves or with sections the student is in already.

    No sections named: the clashes of his week as it stands.
    """
    asked = set(section_ids)
    where = {"members.student.id": student_id, "term.id": term_id}
    mine = {
        row["_id"]: row
        for row in reader.rows("sections", where, {"members": {"$elemMatch": {"student.id": student_id}}})
    }
    member = next((row["members"][0] for row in mine.values() if row.get("members")), None)
    starts, ends = term_days(reader, term_id)
    slots = lessons_of(reader, term_id, asked | set(mine))
    label = Ref.model_validate(member["student"]) if member else None
    return [
        Clash("student", label or Ref(id=student_id, label=one.discipline.label), one, other)
        for one, other in meeting(slots, starts, ends)
        if one.section.id != other.section.id and not together(one, other)
        and (not asked or one.section.id in asked or other.section.id in asked)
    ]  # fmt: skip
