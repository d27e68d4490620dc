"""The timetable of the semester under way: every section gets days, hours and a room, nobody is in two places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from core.demo.calendar import Semester
from core.tx import Tx
from schemas.base import Ref
from schemas.timetable import Lesson, Weekday

if TYPE_CHECKING:
    from core.demo.studies import Class, Studies

PAIRS = (("08:30", "10:10"), ("10:20", "12:00"), ("12:10", "13:50"), ("14:30", "16:10"), ("16:20", "18:00"),
         ("18:10", "19:50"))  # fmt: skip
SLOTS = tuple(product(tuple(Weekday)[:6], range(len(PAIRS))))
WEEKLY = 30  # hours a term that one pair a week gives


class Timetable:
    """Places the classes, the largest first, each where its students, its teacher and a room are free."""

    def __init__(self, studies: Studies, days: Semester) -> None:
        self.made, self.register, self.days, self.ids = studies.made, studies.register, days, studies.ids
        self.rng = Random(days.year)  # of its own: the story before stays as it is told
        self.taken: set[tuple[str, Weekday, int]] = set()
        self.rooms = sorted(self.made.rooms.values(), key=lambda r: (r.seats, r.code))

    def draw(self, classes: Sequence[Class]) -> None:
        """The lessons of these classes; one that fits nowhere is left to be placed by hand."""
        found: dict[str, list[Lesson]] = {}
        for some in sorted(classes, key=lambda c: (-len(c.learners), c.section.code)):
            if some.line.kind == "practice":
                continue
            pairs = max(1, round(float(some.section.hours) / WEEKLY))
            for _ in range(pairs):
                if lesson := self._place(some):
                    found.setdefault(some.learners[0].faculty, []).append(lesson)
        for faculty, lessons in sorted(found.items()):

            def work(tx: Tx, lessons: list[Lesson] = lessons) -> Lesson:
                return [tx.add(x) for x in lessons][0]

            why = self.register.why("Семестр кестесі")
            self.register.desk(faculty).transact("timetable.place", work, why, "timetable.edit")

    def _place(self, some: Class) -> Lesson | None:
        """With its accompanist where he has an hour with them, else without: he comes as they agree."""
        first, beside = self.rng.randrange(len(SLOTS)), some.section.accompanist
        return (self._free(some, first, beside) if beside else None) or self._free(some, first, None)

    def _free(self, some: Class, first: int, beside: Ref | None) -> Lesson | None:
        who = [*(x.study for x in some.learners), some.teacher.id, *([beside.id] if beside else [])]
        rooms = [r for r in self.rooms if r.seats >= len(some.learners)]
        for weekday, pair in SLOTS[first:] + SLOTS[:first]:
            if any((x, weekday, pair) in self.taken for x in who):
                continue
            room = next((r for r in rooms if (r.id, weekday, pair) not in self.taken), None)
            if room:
                self.taken |= {(x, weekday, pair) for x in (*who, room.id)}
                at, section = PAIRS[pair], some.section
                return Lesson(
                    _id=self.ids(), term=section.term, section=section.ref(), discipline=section.discipline,
                    weekday=weekday, starts=at[0], ends=at[1], room=room.ref(), teacher=section.teacher,
                    accompanist=beside, department=section.department, faculty=section.faculty, first=self.days.starts,
                    last=self.days.session[0] - timedelta(days=2),
                )  # fmt: skip
        return None
