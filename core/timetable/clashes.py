"""When two lessons meet: the rule, and who would have to be in two places at once. Rules only, nothing is read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from core import calendar
from core.db.store import Row
from schemas.base import Id, Ref
from schemas.timetable import Weeks

EVERY = Weeks.every.value
WEEK = timedelta(days=6)
About = Literal["room", "teacher", "accompanist", "student", "section"]


class Timed(Protocol):
    """What comes back every week: a Lesson, a Slot."""

    @property
    def weekday(self) -> str: ...
    @property
    def starts(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def weeks(self) -> str: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """A stored lesson as the rules need it: light, for thousands of them."""

    id: Id
    section: Ref
    discipline: Ref
    weekday: str
    starts: str
    ends: str
    weeks: str
    room: Ref | None
    teacher: Ref | None
    accompanist: Ref | None
    first: date | None
    last: date | None
    joint: bool = False

    @classmethod
    def of(cls, row: Row) -> Slot:
        """A stored row as a slot."""
        return cls.all([row])[0]

    @classmethod
    def all(cls, rows: Iterable[Row]) -> list[Slot]:
        """Stored rows as slots; what they refer to is made once for all of them."""
        refs: dict[Id, Ref] = {}

        def ref(row: Row | None) -> Ref | None:
            if not row:
                return None
            if row["id"] not in refs:
                refs[row["id"]] = Ref.model_validate(row)
            return refs[row["id"]]

        found = []
        for r in rows:
            section, discipline = ref(r["section"]), ref(r["discipline"])
            assert section and discipline  # a lesson is never without them
            found.append(cls(
                r["_id"], section, discipline, r["weekday"], r["starts"], r["ends"], r["weeks"], ref(r.get("room")),
                ref(r.get("teacher")), ref(r.get("accompanist")), _day(r.get("first")), _day(r.get("last")),
                bool(r.get("joint")),
            ))  # fmt: skip
        return found

    @property
    def people(self) -> Iterator[Ref]:
        """Who of the staff has to be there."""
        return (p for p in (self.teacher, self.accompanist) if p is not None)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two lessons at one time that want the same room, member of staff or student (`who`)."""

    about: About
    who: Ref
    one: Slot
    other: Slot


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def held_on(lesson: Timed, day: date, starts: date | None = None) -> bool:
    """Does a lesson fall on a day: its weekday, its own first and last day, odd or even week of the term?

    starts: first day of the term; without it a lesson of odd weeks is taken to be held in every week.
    """
    if day.isoweekday() != int(lesson.weekday):
        return False
    if (lesson.first and day < lesson.first) or (lesson.last and day > lesson.last):
        return False
    return lesson.weeks == Weeks.every or starts is None or calendar.parity(starts, day) == lesson.weeks


def overlap(a: Timed, b: Timed, starts: date | None = None, ends: date | None = None) -> bool:
    """Is there a day on which both lessons are held at one time? One that begins when the other ends does not meet it.

    starts, ends: the term's days; lessons without days of their own last for the whole of it. Without `starts` odd and
    even weeks cannot be told by date, so lessons of the same weeks that share a day of the week are taken to meet.
    """
    if a.weekday != b.weekday or not (a.starts < b.ends and b.starts < a.ends):
        return False
    if a.weeks == b.weeks == EVERY and not (a.first or a.last or b.first or b.last):
        return starts is None or ends is None or ends - starts >= WEEK or _within(a.weekday, starts, ends)
    weeks = {str(a.weeks), str(b.weeks)} - {EVERY}
    if len(weeks) == 2:
        return False
    begins = max((d for d in (a.first, b.first, starts) if d), default=None)
    until = min((d for d in (a.last, b.last, ends) if d), default=None)
    if begins is None or until is None:
        return True
    day = begins + timedelta(days=(int(a.weekday) - begins.isoweekday()) % 7)
    if weeks and starts is not None and calendar.parity(starts, day) not in weeks:
        day += timedelta(days=7)
    return day <= until


def _within(weekday: str, starts: date, ends: date) -> bool:
    return starts + timedelta(days=(int(weekday) - starts.isoweekday()) % 7) <= ends


def together(a: Slot, b: Slot) -> bool:
    """Are these lessons one lesson of several sections: both marked so, in one room, with one teacher?"""
    same_room = a.room is not None and b.room is not None and a.room.id == b.room.id
    return a.joint and b.joint and same_room and bool(a.teacher and b.teacher and a.teacher.id == b.teacher.id)


def between(a: Slot, b: Slot, starts: date | None = None, ends: date | None = None) -> list[Clash]:
    """What of the room and the staff two lessons want at one time."""
    if a.id == b.id or together(a, b) or not overlap(a, b, starts, ends):
        return []
    found: list[Clash] = []
    if a.room and b.room and a.room.id == b.room.id:
        found.append(Clash("room", a.room, a, b))
    wanted = {p.id for p in b.people}
    for person in {p.id: p for p in a.people}.values():
        if person.id in wanted:
            about: About = "teacher" if a.teacher and person.id == a.teacher.id else "accompanist"
            found.append(Clash(about, person, a, b))
    return found


def meeting(
    lessons: Iterable[Slot], starts: date | None = None, ends: date | None = None
) -> Iterator[tuple[Slot, Slot]]:
    """Every two of these lessons that are held at one time, in one pass over them in order of their time."""
    going: list[Slot] = []
    weekday = ""
    for lesson in sorted(lessons, key=lambda s: (s.weekday, s.starts, s.ends, s.id)):
        if lesson.weekday != weekday:
            going, weekday = [], lesson.weekday
        going = [other for other in going if other.ends > lesson.starts]
        for other in going:
            if overlap(other, lesson, starts, ends):
                yield other, lesson
        going.append(lesson)


def of_all(
    lessons: Iterable[Slot], attended: Mapping[Id, tuple[Ref, Iterable[Id]]], starts: date | None, ends: date | None
) -> list[Clash]:
    """Every clash of a term. attended: student → (who, the sections he is in)."""
    every = list(lessons)
    rooms: dict[Id, list[Slot]] = {}
    people: dict[Id, list[Slot]] = {}
    refs: dict[Id, Ref] = {}
    for slot in every:
        if slot.room:
            rooms.setdefault(slot.room.id, []).append(slot)
            refs[slot.room.id] = slot.room
        for person in {p.id: p for p in slot.people}.values():
            people.setdefault(person.id, []).append(slot)
            refs[person.id] = person
    found: list[Clash] = []
    for shelves, room in ((rooms, True), (people, False)):
        for id, shelf in shelves.items():
            for one, other in meeting(shelf, starts, ends):
                if together(one, other):
                    continue
                teaches = one.teacher is not None and one.teacher.id == id
                about: About = "room" if room else "teacher" if teaches else "accompanist"
                found.append(Clash(about, refs[id], one, other))
    return found + of_students(every, attended, starts, ends)


def of_students(
    lessons: Iterable[Slot], attended: Mapping[Id, tuple[Ref, Iterable[Id]]], starts: date | None, ends: date | None
) -> list[Clash]:
    """Students who would have to be in two places at once."""
    shelves: dict[Id, list[Slot]] = {}
    for slot in lessons:
        shelves.setdefault(slot.section.id, []).append(slot)
    found: list[Clash] = []
    for who, sections in attended.values():
        mine = [slot for id in sections for slot in shelves.get(id, ())]
        found += [
            Clash("student", who, a, b)
            for a, b in meeting(mine, starts, ends)
            if a.section.id != b.section.id and not together(a, b)
        ]
    return found
