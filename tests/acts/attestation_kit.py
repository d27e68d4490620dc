"""A programme before its final attestation: last year's students, a commission set up by order, all admitted.

The day is 1 June 2027 unless a test says another; documents are put into the base as their acts would leave them, so
that each room of `core.attestation` is tested without the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core import students
from core.attestation import settings
from core.db.store import Store
from core.desk import Desk, Why
from core.office import first_office
from core.students import merging
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    CommissionSeat,
    CommissionStatus,
    Decided,
    Heard,
    Milestone,
    Outcome,
    Presented,
    Protocol,
    ProtocolStatus,
    Sitting,
    SittingStatus,
    Slot,
    Work,
)
from schemas.base import Ref, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.grade_sheet import Signature
from schemas.kinds.sheets import Signer
from schemas.order import Order, OrderLine, OrderStatus
from schemas.reference import Person, Room
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.words import Component, Control, Cycle, LessonKind, Role
from tests.acts.class_kit import House, house, put
from tests.conftest import actor
from tests.once import once

TODAY = date(2027, 6, 1)
YEAR = 2027


def at(store: Store, role: Role = Role.head, day: date = TODAY, lang: str = "kk", **assigned: str) -> Desk:
    """A desk of a role on a day at noon in Almaty; teacher=… gives the member of staff he is."""
    moment = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Desk(actor(role, lang, **assigned), store, clock=lambda: moment)


@dataclass
class Graduates:
    """What stands in the base: the school, two disciplines of attestation, four graduates, their commission."""

    store: Store
    desk: Desk
    of: House
    solo: Discipline
    exam: Discipline
    curriculum: Curriculum
    room: Room
    secretary: Person
    commission: Commission
    pupils: list[Student] = field(default_factory=list)

    def seat(self, part: Signer, n: int = 0) -> CommissionSeat:
        """The n-th who sits as something."""
        return [s for s in self.commission.seats if s.part is part][n]

    def candidacy(
        self, pupil: Student, discipline: Discipline | None = None, status: CandidacyStatus = CandidacyStatus.approved,
        **more: Any,
    ) -> Candidacy:  # fmt: skip
        """A graduate's preparation, approved unless said otherwise."""
        what = discipline or self.solo
        form, study = self.commission.form_of(what.id), pupil.studies[0]
        presented = more.pop("presented", None) or Presented(
            supervisor=self.of.teachers[0].ref(),
            works=[Work(composer="Құрманғазы", title="Сарыарқа", minutes=Decimal(40))],
        )  # fmt: skip
        return put(self.desk, Candidacy(  # type: ignore[no-any-return]
            once=f"{study.id}:{what.id}:{YEAR}", commission=self.commission.ref(), year=YEAR, form=form,
            form_name=settings.form_name(form), discipline=what.ref(), discipline_code=what.code, credits=what.credits,
            student=pupil.ref(), study=study.id, number=pupil.number, key=pupil.search.key, group=study.group,
            programme=self.of.programme.ref(), department=self.of.unit.ref(), faculty=self.of.faculty.ref(),
            language="kk", funding="grant", study_form="full_time", status=status, presented=presented,
            milestones=[
                Milestone(code=s.code, label=s.label, due=date(2027, 6, 10) - timedelta(s.days))
                for s in settings.form(form).stages
            ],
            people=sorted({*self.commission.people, self.of.teachers[0].id}), **more,
        ))  # fmt: skip

    def joined(self, pupil: Student) -> Student:
        """A second record of the graduate, into which his own was merged; the one that stands."""
        profile = Profile(number=f"{pupil.number}-2", name=pupil.name, iin_absent_reason="тест")
        keep = students.admit(self.desk, profile, StudyProfile(id=f"{pupil.number}-2"), Why("т"), date(2023, 8, 25))
        wish = merging.propose(self.desk, keep.id, pupil.id, [], Why("бір адам"))
        seen = [self.store.load(Student, i).revision for i in (keep.id, pupil.id)]
        merging.confirm(at(self.store, Role.senior_registrar), wish.id, 1, (seen[0], seen[1]), Why("тексерілді"))
        return self.store.load(Student, keep.id)

    def admitted(self, pupils: Sequence[Student], day: date = date(2027, 5, 20)) -> Order:
        """The order that admits them, carried out."""
        lines = [
            OrderLine(student=p.ref(), study=p.studies[0].id, number=p.number, key=p.search.key, written=p.number)
            for p in pupils
        ]
        name = Text(kk="Қорытынды аттестаттауға жіберу", ru="Допуск к итоговой аттестации")
        return put(self.desk, Order(  # type: ignore[no-any-return]
            kind=settings.rules().admission_order, kind_name=name, version=Ref(id="k", label=name), number="17-о",
            day=day, year=day.year, once="17-о", effective=day, status=OrderStatus.applied, applied_on=day,
            count=len(lines), lines=lines, faculties=[self.of.faculty.id], departments=[self.of.unit.id],
        ))  # fmt: skip

    def sitting(
        self, candidacies: Sequence[Candidacy], status: SittingStatus = SittingStatus.open, day: date = TODAY,
        starts: str = "09:00",
    ) -> Sitting:  # fmt: skip
        """A sitting at which they are heard one after the other; the whole commission sits."""
        begins = int(starts[:2]) * 60 + int(starts[3:])
        slots = [
            Slot(candidacy=c.id, student=c.student, number=c.number, group=c.group, minutes=30,
                 starts=f"{(begins + 30 * n) // 60:02d}:{(begins + 30 * n) % 60:02d}")
            for n, c in enumerate(candidacies)
        ]  # fmt: skip
        seats = self.commission.seats
        return put(self.desk, Sitting(  # type: ignore[no-any-return]
            commission=self.commission.ref(), year=YEAR, form=candidacies[0].form, form_name=candidacies[0].form_name,
            day=day, starts=starts, minutes=30, room=self.room.ref(), status=status, slots=slots,
            present=[s.id for s in seats], people=self.commission.people, keys=[s.ref().id for s in seats],
            department=self.of.unit.ref(), faculty=self.of.faculty.ref(),
        ))  # fmt: skip

    def protocol(self, of: Candidacy, sitting: Sitting, n: int, score: str | None = "92", **more: Any) -> Protocol:
        """A protocol as signing leaves it: 92 is A-, None a no-show; the candidacy is heard."""
        letter = more.pop("letter", "A-" if score else "F")
        passed = more.pop("passed", letter != "F")
        signatures = [
            Signature(user="u-head", name=s.called, post=s.part.label("kk"), at=self.desk.now(), part=s.part,
                      person=s.ref().id, paper=True)
            for s in self.commission.seats
        ]  # fmt: skip
        grade = Text(kk="Өте жақсы" if passed else "Қанағаттанарлықсыз")
        made = put(self.desk, Protocol(
            number=f"{YEAR}-{n:04d}", once=f"{sitting.id}:{of.id}", year=YEAR, status=ProtocolStatus.signed,
            sitting=sitting.ref(), commission=self.commission.ref(), candidacy=of.id, student=of.student,
            study=of.study, student_number=of.number, group=of.group, form=of.form, form_name=of.form_name,
            discipline=of.discipline, programme=of.programme, department=of.department, faculty=of.faculty,
            day=sitting.day, starts="09:00", ends="09:30", presented=of.presented, present=self.commission.seats,
            signatures=more.pop("signatures", signatures), score=Decimal(score) if score else None,
            mark=more.pop("mark", None if score else "absent"), letter=letter,
            points=more.pop("points", Decimal("3.67") if passed else Decimal(0)), traditional=grade, passed=passed,
            people=self.commission.people, signed_at=self.desk.now(), checksum=f"{n:012d}", code=f"code-{n}", **more,
        ))  # fmt: skip
        outcome = Outcome(protocol=made.ref(), on=made.day, score=made.score, letter=letter, points=made.points,
                          traditional=made.traditional, mark=made.mark, passed=passed)  # fmt: skip

        def heard(tx: Any) -> Candidacy:
            now = tx.get(Candidacy, of.id, scoped=False)
            now.status, now.outcome, now.sitting = CandidacyStatus.heard, outcome, sitting.ref()
            return tx.save(now)  # type: ignore[no-any-return]

        self.desk.transact("reference.edit", heard, Why("сынақ"))
        return made  # type: ignore[no-any-return]


def discipline(of: House, code: str, name: str, control: Control) -> Discipline:
    return put(of.desk, Discipline(  # type: ignore[no-any-return]
        code=code, name=Text(kk=name, ru=name, en=name), credits=Decimal(4), lesson=LessonKind.practice,
        control=control, department=of.unit.ref(),
    ))  # fmt: skip


@once
def graduates(store: Store, pupils: int = 4) -> Graduates:
    """A commission of an outside chair, three members, a secretary; graduates of the intake 2023 in the fourth year."""
    desk = at(store)
    put(desk, first_office("«Үлгі» консерваториясы", "Алматы"))
    of = house(desk, 2026)
    solo = discipline(of, "ATT1", "Жеке бағдарлама", Control.commission)
    exam = discipline(of, "ATT2", "Мемлекеттік емтихан", Control.state_exam)
    lines = [
        CurriculumLine(id=f"l{n}", semester=n, discipline=of.special.ref(), code="SPEC", cycle=Cycle.profile,
                       component=Component.university, credits=Decimal(6), lesson=LessonKind.individual)
        for n in range(1, 9)
    ] + [
        CurriculumLine(id=f"a{n}", semester=8, discipline=d.ref(), code=d.code, cycle=Cycle.attestation,
                       component=Component.university, credits=Decimal(4), lesson=LessonKind.practice,
                       control=d.control)
        for n, d in enumerate((solo, exam))
    ]  # fmt: skip
    plan = put(desk, Curriculum(programme=of.programme.ref(), intake=2023, semesters=8, lines=lines, state="approved",
                                credits=Decimal(56), approved_on=date(2023, 5, 1)))  # fmt: skip
    secretary = put(desk, Person(number="S1", name=Name(last="Хатшыева", first="Г"), department=of.unit.ref()))
    room = put(desk, Room(code="Үлкен зал", seats=300))
    seats = [
        CommissionSeat(part=Signer.chair, name="Сыртқыбаев Ә. Б.", degree="профессор", position="көркемдік жетекші",
                       workplace="Мемлекеттік оркестр"),
        *[CommissionSeat(part=Signer.member, person=t.ref(), name=t.name.text().kk, position="доцент")
          for t in of.teachers],
        CommissionSeat(part=Signer.secretary, person=secretary.ref(), name=secretary.name.text().kk),
    ]  # fmt: skip
    commission = put(desk, Commission(
        number="2027-01", name=Text(kk="Дәстүрлі өнер комиссиясы", ru="Комиссия традиционного искусства"), year=YEAR,
        programmes=[of.programme.ref()], department=of.unit.ref(), faculty=of.faculty.ref(), seats=seats,
        hears=[Heard(discipline=solo.ref(), form="performance"), Heard(discipline=exam.ref(), form="state_exam")],
        status=CommissionStatus.ordered, people=[s.person.id for s in seats if s.person],
        council=Decided(number="3", day=date(2026, 10, 28)), order=Decided(number="200-о", day=date(2026, 12, 20)),
    ))  # fmt: skip
    made = Graduates(store, desk, of, solo, exam, plan, room, secretary, commission)
    for n in range(pupils):
        made.pupils.append(of.pupil(n, year=4, group="ОР-23-1", admitted_on=date(2023, 8, 25), language="kk",
                                    funding="grant", form="full_time"))  # fmt: skip
    return made
