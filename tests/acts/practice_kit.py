"""A practice of three students: a discipline of teaching practice, its section, a school outside and a unit inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.desk import Desk, Why
from core.practices import acts, bases, placing, reading
from core.practices.reading import Seen
from schemas.base import Id, Text
from schemas.discipline import Discipline
from schemas.practice import Practice, PracticeBase
from schemas.section import Member, Section
from schemas.words import LessonKind
from tests.acts.class_kit import put
from tests.acts.order_kit import Staff, staff
from tests.once import once


@dataclass
class Away:
    """Who works, the practice, where it is passed."""

    of: Staff
    desk: Desk
    section: Section
    practice: Practice
    school: PracticeBase
    hall: PracticeBase

    @property
    def seen(self) -> Seen:
        return reading.get(self.desk, self.practice.id)

    @property
    def ids(self) -> list[Id]:
        return [p.id for p in self.seen.students]

    def place(self, *n: int, why: str = "", desk: Desk | None = None, **values: Any) -> Practice:
        """Place the n-th students so; everybody where none is named."""
        ids = self.ids
        chosen = [ids[i] for i in n] if n else ids
        values.setdefault("supervisor", self.of.of.teachers[0].ref())
        return placing.place(desk or self.desk, self.practice.id, self.seen.practice.revision, chosen, values, Why(why))


def base(desk: Desk, name: str, own: bool = False) -> PracticeBase:
    return bases.save(desk, None, 0, {"name": Text(kk=name), "sort": "school", "own": own}, Why())


def contract(desk: Desk, to: PracticeBase, starts: date, ends: date, number: str = "12-п", **more: Any) -> PracticeBase:
    values = {"number": number, "day": starts, "starts": starts, "ends": ends, **more}
    return bases.add_contract(desk, to.id, to.revision, values, None, Why())


def section(of: Staff, people: int = 3, name: str = "Педагогикалық практика 1") -> Section:
    """A section of a discipline of practice with its students."""
    home = of.of
    unit = put(home.desk, Discipline(code="PED", name=Text(kk=name), credits=Decimal(2), lesson=LessonKind.practice,
                                     department=home.unit.ref()))  # fmt: skip
    pupils = [home.pupil(n) for n in range(people)]
    members = [Member(student=p.ref(), study=p.studies[0].id, number=p.number) for p in pupils]
    made: Section = put(home.desk, Section(
        code="PED-1", term=home.autumn.ref(), discipline=unit.ref(), kind=LessonKind.practice,
        teacher=home.teachers[0].ref(), department=home.unit.ref(), faculty=home.faculty.ref(), group="ДМ-24-1",
        members=members,
    ))  # fmt: skip
    return made


@once
def away(store: Any, people: int = 3) -> Away:
    """The practice opened by the office, from a fortnight ahead for four weeks; nobody is placed yet."""
    of = staff(store)
    made, desk = section(of, people), of.author
    first = of.today + timedelta(14)
    values = {"kind": "teaching", "starts": first, "ends": first + timedelta(28), "hours": Decimal(4)}
    practice = acts.open_(desk, made.id, values, None, Why())
    school = contract(desk, base(desk, "№ 5 музыка мектебі"), of.today - timedelta(30), first + timedelta(60), places=2)
    return Away(of, desk, made, practice, school, base(desk, "Студенттік концерт залы", own=True))
