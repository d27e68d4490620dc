"""When two exams meet, and whose exams stand too near to each other. Rules only, nothing is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from schemas.base import Id, Ref
from schemas.words import Control, LessonKind

About = Literal["room", "examiner", "student"]
# Between these a student rests; a test may be held on any day.
RESTED = frozenset({Control.exam, Control.state_exam, Control.commission})
# Each student is heard by himself, so such an exam lasts as long as there are students.
ONE_BY_ONE = frozenset({LessonKind.individual, LessonKind.ensemble})


@dataclass(frozen=True, slots=True)
class Sitting:
    """An exam (or a lesson held that day) as the rules need it: minutes from midnight, whom and what it wants.

    rested: does a student rest between it and his other exams? lesson: where its students sit an exam at that time it
    is not held (who is in session has no lessons), so it meets only what has none of them.
    """

    id: Id
    section: Ref
    discipline: Ref
    day: date
    starts: int
    ends: int
    room: Ref | None = None
    examiners: tuple[Ref, ...] = ()
    students: tuple[Ref, ...] = ()
    rested: bool = True
    joint: bool = False
    lesson: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sittings at one time that want the same room, examiner or student (`who`)."""

    about: About
    who: Ref
    one: Sitting
    other: Sitting


@dataclass(frozen=True, slots=True)
class Near:
    """Two exams of a student with too few days between them."""

    who: Ref
    one: Sitting
    other: Sitting


def together(a: Sitting, b: Sitting) -> bool:
    """Do the sections of both sit one exam together?"""
    return a.joint and b.joint and a.discipline.id == b.discipline.id and a.starts == b.starts


def overlap(a: Sitting, b: Sitting) -> bool:
    """Are both held at one time? One that begins when the other ends does not meet it."""
    return a.day == b.day and a.starts < b.ends and b.starts < a.ends


def between(a: Sitting, b: Sitting) -> list[Clash]:
    """What of room, examiners and students two sittings both want at one time."""
    if a.id == b.id or not overlap(a, b):
        return []
    found: list[Clash] = []
    students = {s.id for s in b.students}
    if a.lesson or b.lesson:
        if any(s.id in students for s in a.students):
            return []
    if not together(a, b):
        if a.room and b.room and a.room.id == b.room.id:
            found.append(Clash("room", a.room, a, b))
        theirs = {p.id for p in b.examiners}
        found += [Clash("examiner", p, a, b) for p in a.examiners if p.id in theirs]
    return found + [Clash("student", s, a, b) for s in a.students if s.id in students]


def clashes(sittings: Iterable[Sitting]) -> list[Clash]:
    """Everything that is wanted in two places at once: rooms and examiners first, then students."""
    wanted: dict[tuple[str, Id, date], list[Sitting]] = defaultdict(list)
    for s in sittings:
        for word, refs in (("r", [s.room] if s.room else []), ("p", s.examiners), ("s", s.students)):
            for ref in refs:
                wanted[word, ref.id, s.day].append(s)
    pairs = {
        (a.id, b.id): (a, b)
        for some in wanted.values() if len(some) > 1
        for a, b in combinations(sorted(some, key=lambda s: (s.starts, s.section.label.kk, s.id)), 2)
        if not (a.lesson and b.lesson) and overlap(a, b)
    }  # fmt: skip
    order = {"room": 0, "examiner": 1, "student": 2}
    found = [c for a, b in pairs.values() for c in between(a, b)]
    return sorted(found, key=lambda c: (order[c.about], c.one.day, c.one.starts, c.who.label.kk, c.other.id))


def near(sittings: Iterable[Sitting], rest: int) -> list[Near]:
    """Pairs of exams that follow each other for a student with fewer than `rest` whole days between them."""
    mine: dict[Id, list[tuple[Ref, Sitting]]] = defaultdict(list)
    for s in sittings:
        if s.rested and not s.lesson:
            for who in s.students:
                mine[who.id].append((who, s))
    found: list[Near] = []
    for exams in mine.values():
        exams.sort(key=lambda e: (e[1].day, e[1].starts, e[1].id))
        found += [
            Near(who, a, b) for (who, a), (_, b) in zip(exams, exams[1:], strict=False) if too_near(a.day, b.day, rest)
        ]
    return sorted(found, key=lambda n: (n.one.day, n.who.label.kk))


def too_near(one: date, other: date, rest: int) -> bool:
    """Are there fewer than so many whole days between two? Never two on one day."""
    return abs((other - one).days) <= rest


def length(kind: LessonKind, students: int, minutes: int, each: int) -> int:
    """How long an exam lasts by the settings of the house, in whole five minutes, within a working day."""
    if kind not in ONE_BY_ONE:
        return minutes
    return min(max(each, each * students), 480)


def names(clashes: Sequence[Clash] | Sequence[Near], most: int = 5) -> str:
    """Who of it is named in a refusal: the first ones, and how many more."""
    found = list(dict.fromkeys(f"{c.who.label.kk} ({c.other.discipline.label.kk})" for c in clashes))
    return ", ".join(found[:most]) + (f" +{len(found) - most}" if len(found) > most else "")
