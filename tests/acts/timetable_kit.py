"""A term with sections, rooms, staff and students, for tests of the timetable and its control."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core import house, students
from core.access import Actor
from core.db.codec import plain
from core.desk import Desk, Why
from schemas.attestation import Commission, CommissionSeat, Sitting, SittingStatus, Slot
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.kinds.sheets import Signer
from schemas.reference import Department, Person, Room
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import TermKind
from tests.bases import shipped

FACULTY = Ref(id="f1", label=Text(kk="Аспаптық факультет"))
DEPARTMENT = Ref(id="d1", label=Text(kk="Фортепиано кафедрасы"))
MONDAY = date(2026, 9, 7)


def on(desk: Desk, day: date, hour: int = 9) -> Desk:
    """The same desk on another day, at an hour of UTC."""
    return replace(desk, clock=lambda: datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def of(desk: Desk, who: Actor) -> Desk:
    """Another person at the desk."""
    return replace(desk, actor=who)


def put(desk: Desk, document: Any) -> Any:
    return desk.transact("reference.edit", lambda tx: tx.add(document, scoped=False), Why("test"))


class Office:
    """term, teachers p1 and p2, rooms r1 and r2, students, and sections A and B of two disciplines."""

    def __init__(self, desk: Desk) -> None:
        shipped(desk.store)
        house.refresh(desk.store)
        self.desk = desk
        self.term: Term = put(desk, Term(
            _id="t1", code="2026-1", kind=TermKind.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2026, 12, 12),
            sheets_due=date(2026, 12, 31),
        ))  # fmt: skip
        put(desk, Department(_id="d1", code="FP", name=DEPARTMENT.label, parent=FACULTY))
        self.people = [
            put(desk, Person(_id=f"p{n}", number=f"T{n}", name=Name(last=last, first="Сәуле"), department=DEPARTMENT))
            for n, last in ((1, "Оразбаева"), (2, "Жұмабаева"))
        ]  # fmt: skip
        self.rooms = [put(desk, Room(_id=f"r{n}", code=f"10{n}", seats=20)) for n in (1, 2)]
        self.students = [
            students.admit(
                desk, Profile(number=f"N{n}", name=Name(last=f"Студент{n}", first="А"), iin_absent_reason="тест"),
                StudyProfile(id=f"st{n}", department=DEPARTMENT, group="FP-26"), Why("т"), date(2025, 9, 1),
            ) for n in range(3)
        ]  # fmt: skip
        self.a = self.section("A", self.people[0], self.students)
        self.b = self.section("B", self.people[1], self.students[:1])

    def section(self, code: str, teacher: Person | None, members: list[Any], **more: Any) -> Section:
        """A section of a discipline of its own, unless one is named."""
        discipline = (
            more.pop("discipline", None)
            or put(self.desk, Discipline(code=f"D{code}", name=Text(kk=f"Пән {code}"), credits=Decimal(5))).ref()
        )
        listed = [Member(student=s.ref(), study=s.studies[0].id, number=s.number) for s in members]
        return put(self.desk, Section(
            _id=f"s{code}", code=code, term=self.term.ref(), discipline=discipline,
            teacher=teacher.ref() if teacher else None, department=DEPARTMENT, faculty=FACULTY, members=listed,
            **{"group": "FP-26", **more},
        ))  # fmt: skip

    def sat(self, day: date, **more: Any) -> Sitting:
        """A sitting of a commission from 09:30 to 10:30: teacher p1 sits in room r1, student N0 is heard."""
        seat = CommissionSeat(part=Signer.member, person=self.people[0].ref())
        unit = Ref(id="pr", label=Text(kk="Аспаптық орындау"))
        of = put(self.desk, Commission(number="27-1", name=Text(kk="Комиссия"), year=day.year, seats=[seat],
                                       programmes=[unit]))  # fmt: skip
        heard = Slot(candidacy="c0", student=self.students[0].ref(), starts="09:30", minutes=60)
        return put(self.desk, Sitting(  # type: ignore[no-any-return]
            commission=of.ref(), year=day.year, form="performance", form_name=Text(kk="Концерт"), day=day,
            starts="09:30", minutes=60, present=[seat.id], slots=[heard], status=SittingStatus.published,
            **{"room": self.rooms[0].ref(), **more},
        ))  # fmt: skip


def values(
    section: Section, weekday: str = "1", starts: str = "09:00", ends: str = "09:50", **more: Any
) -> dict[str, Any]:
    """What a form of a lesson gives."""
    room = more.pop("room", None)
    return {
        "section": plain(section.ref()), "weekday": weekday, "starts": starts, "ends": ends,
        **({"room": plain(room.ref())} if room else {}), **{k: plain(v) for k, v in more.items()},
    }  # fmt: skip
