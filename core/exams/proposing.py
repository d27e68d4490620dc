"""A proposal of the exam timetable: every section gets a day, an hour and a room, nobody is in two places. A rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.exams.rules import ONE_BY_ONE, Sitting, too_near
from schemas.base import Id, Ref
from schemas.words import LessonKind

UNIT = 5  # minutes of one bit of a day
FROM, TO = 9 * 60, 18 * 60
SHORT = 60  # minutes: shorter exams follow each other closely, longer ones begin on the half hour


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section that is to be examined. days: those of its session."""

    section: Ref
    discipline: Ref
    students: tuple[Ref, ...]
    examiners: tuple[Ref, ...]
    minutes: int
    days: tuple[date, ...]
    kind: LessonKind = LessonKind.group
    rested: bool = True
    department: Id = ""


@dataclass(frozen=True, slots=True)
class Hall:
    """A room exams may be held in."""

    ref: Ref
    seats: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A section with its place; near: so many of its students have too little rest around it."""

    wanted: Wanted
    day: date
    starts: int
    room: Ref
    near: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """A section that could not be placed, and why: a message with its values."""

    wanted: Wanted
    key: str


@dataclass
class Proposal:
    """What was found, in the order of days and hours."""

    placed: list[Placed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


class _Day:
    """What is taken of people and rooms, a bit for every five minutes; when students have their exams."""

    def __init__(self) -> None:
        self.people: dict[tuple[Id, date], int] = defaultdict(int)
        self.rooms: dict[tuple[Id, date], int] = defaultdict(int)
        self.load: dict[date, int] = defaultdict(int)
        self.exams: dict[Id, list[date]] = defaultdict(list)
        self.gathered: dict[tuple[Id, Id, date], list[Id]] = defaultdict(list)  # discipline, department → rooms

    def take(self, who: Iterable[Ref], room: Ref | None, day: date, starts: int, ends: int) -> None:
        bits = _bits(starts, ends)
        for ref in who:
            self.people[ref.id, day] |= bits
        if room:
            self.rooms[room.id, day] |= bits
        self.load[day] += ends - starts


def propose(
    wanted: Sequence[Wanted], halls: Sequence[Hall], standing: Sequence[Sitting], rest: int,
    away: Mapping[Id, tuple[date, date | None]] | None = None,
) -> Proposal:  # fmt: skip
    """Place what is wanted around what stands: the largest first, each on the day that leaves its students most rest.

    Nobody and no room is ever in two places; a section goes where too little rest is left only when its session has no
    better day. Exams heard one by one gather: a discipline of a department on the same day in the same room. away:
    from when to when somebody of the staff is on leave. The same question always has the same answer.
    """
    busy = _Day()
    for s in standing:
        busy.take(s.examiners if s.lesson else (*s.examiners, *s.students), s.room, s.day, s.starts, s.ends)
        if s.rested and not s.lesson:
            for who in s.students:
                busy.exams[who.id].append(s.day)
    ordered = sorted(halls, key=lambda h: (h.seats, h.ref.label.kk, h.ref.id))
    found = Proposal()
    queue = sorted(wanted, key=lambda w: (-len(w.students), not w.rested, -w.minutes, w.section.label.kk, w.section.id))
    for one in queue:
        key = _impossible(one, ordered)
        placed = None if key else _place(one, ordered, busy, rest, away or {})
        if placed:
            found.placed.append(placed)
        else:
            found.left.append(Left(one, key or "exams.left_no_time"))
    found.placed.sort(key=lambda p: (p.day, p.starts, p.room.label.kk, p.wanted.section.label.kk))
    found.left.sort(key=lambda x: (x.key, x.wanted.section.label.kk))
    return found


def _impossible(one: Wanted, halls: Sequence[Hall]) -> str:
    if not one.students:
        return "exams.left_nobody"
    if not one.examiners:
        return "exams.left_no_examiner"
    if not one.days:
        return "exams.left_no_session"
    if not any(_holds(h, one) for h in halls):
        return "exams.left_no_room"
    return ""


def _holds(hall: Hall, one: Wanted) -> bool:
    return hall.seats >= (1 if one.kind in ONE_BY_ONE else len(one.students))


def _place(
    one: Wanted, halls: Sequence[Hall], busy: _Day, rest: int, away: Mapping[Id, tuple[date, date | None]]
) -> Placed | None:
    fitting = [h for h in halls if _holds(h, one)]
    who = (*one.examiners, *one.students)
    for near, _, _, day in sorted(_worth(one, day, busy, rest) for day in one.days):
        if any(_away(away.get(p.id), day) for p in one.examiners):
            continue
        taken = 0
        for ref in who:
            taken |= busy.people.get((ref.id, day), 0)
        at_home = busy.gathered.get((one.discipline.id, one.department, day), [])
        first = [h for h in fitting if h.ref.id in at_home] if at_home else []
        for hall in (*first, *(h for h in fitting if h not in first)):
            starts = _free(taken | busy.rooms.get((hall.ref.id, day), 0), one.minutes)
            if starts is None:
                continue
            busy.take(who, hall.ref, day, starts, starts + one.minutes)
            if one.rested:
                for student in one.students:
                    busy.exams[student.id].append(day)
            if one.kind in ONE_BY_ONE and hall.ref.id not in at_home:
                busy.gathered[one.discipline.id, one.department, day].append(hall.ref.id)
            return Placed(one, day, starts, hall.ref, _short(one, day, busy, rest) if near else 0)
    return None


def _worth(one: Wanted, day: date, busy: _Day, rest: int) -> tuple[int, bool, int, date]:
    """How bad a day is: rest that students lose there (two exams on one day count twice), then whether their like are
    heard elsewhere, then how full it is."""
    lost = 0
    if one.rested:
        for student in one.students:
            for other in busy.exams.get(student.id, ()):
                if too_near(day, other, rest):
                    lost += 2 if other == day else 1
    apart = one.kind in ONE_BY_ONE and (one.discipline.id, one.department, day) not in busy.gathered
    return lost, apart, busy.load[day], day


def _short(one: Wanted, day: date, busy: _Day, rest: int) -> int:
    """How many of its students have another exam too near (its own day stands among theirs already)."""
    return sum(sum(too_near(day, d, rest) for d in busy.exams[s.id]) > 1 for s in one.students)


def _away(leave: tuple[date, date | None] | None, day: date) -> bool:
    return leave is not None and leave[0] <= day and (leave[1] is None or day <= leave[1])


def _bits(starts: int, ends: int) -> int:
    first = starts // UNIT
    return ((1 << (-(-ends // UNIT) - first)) - 1) << first


def _free(taken: int, minutes: int) -> int | None:
    """The first hour of a working day at which so many minutes are free."""
    step = 10 if minutes < SHORT else 30
    need = _bits(0, minutes)
    for starts in range(FROM, TO - minutes + 1, step):
        if not (taken >> (starts // UNIT)) & need:
            return starts
    return None
