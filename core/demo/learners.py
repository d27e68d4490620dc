"""The students of the story: who comes with an intake, and what orders do to them later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from core import history
from core.db.codec import plain
from core.demo import people
from core.demo.cast import PARTS, Part
from core.demo.institution import Ids, Institution
from core.demo.memory import Memory, MemoryDesk
from core.demo.plan import Track, tracks
from core.desk import Why
from core.students import acts
from core.tx import Tx
from core.users import actor_of
from schemas import events as ev
from schemas.base import Basis, Id, Ref
from schemas.reference import Person
from schemas.student import Contacts, Name, Profile, Student, StudyProfile
from schemas.words import Funding, StudyForm, StudyLanguage, StudyStatus

GROUP = 20  # students in an administrative group
OWN_FACULTIES = ("F-FLK", "F-MUS")  # those assigned to the registrar; the others are the senior registrar's
ORDER = "бұйрық"


@dataclass(eq=False)
class Learner:
    """One study of one person as the story follows it. cohort: the intake with which this one studies now."""

    student: Id
    study: Id
    number: str
    name: people.Drawn
    track: Track
    faculty: str
    russian: bool
    cohort: int
    year: int
    group: int
    group_code: str
    teacher: Person
    ability: float
    part: Part | None = None
    studies: bool = True
    debts: list[Any] = field(default_factory=list)
    extra: dict[str, list[str]] = field(default_factory=dict)
    ref: Ref = field(default_factory=lambda: Ref(id="", label=Name(last="-", first="-").text()))


class Register:
    """Enters students and carries out orders on them; holds all of them and the desks of those who act."""

    def __init__(self, made: Institution, memory: Memory, store: Any, rng: Random, ids: Ids, clock: Any) -> None:
        self.made, self.memory, self.rng, self.ids, self.clock = made, memory, rng, ids, clock
        self.all: list[Learner] = []
        self.taken: set[str] = set()
        self.groups: dict[tuple[int, str, bool], list[int]] = {}
        self.orders: dict[int, int] = {}
        self.desks = {
            login: MemoryDesk(actor_of(user), store, lambda: clock.now, ids, memory=memory)
            for login, user in made.users.items()
        }

    def desk(self, faculty: str) -> MemoryDesk:
        """The desk of the registrar who keeps this faculty."""
        return self.desks["registrar" if faculty in OWN_FACULTIES else "senior"]

    def why(self, reason: str, basis: Basis | None = None) -> Why:
        """A reason with a command number that is the same every time."""
        return Why(reason, basis, self.ids())

    def order(self, day: date) -> Basis:
        """The next order of the rector on students."""
        self.orders[day.year] = self.orders.get(day.year, 0) + 1
        return Basis(kind=ORDER, number=f"{self.orders[day.year]}-с", day=day)

    # intake ------------------------------------------------------------------------------------------------

    def intake(self, year: int, count: int, day: date) -> None:
        """Admit an intake: the cases that come that year, and others up to the count."""
        basis = self.order(day)
        parts = [p for p in PARTS if p.intake == year]
        known = {t.code: t for t in tracks()}
        chosen: list[tuple[Track, Part | None]] = [(known[p.track], p) for p in parts]
        chosen += [(t, None) for t in self._spread(max(0, count - len(parts)))]
        for place, (track, part) in enumerate(chosen, 1):
            number = part.number if part else f"{year % 100:02d}{place:04d}"
            cohort = year - 1 if part and part.key == "transfer_in" else year
            learner = self._learner(track, part, number, cohort, year, place)
            self._admit(learner, year, day, basis)
            self.all.append(learner)

    def _spread(self, count: int) -> list[Track]:
        out: list[Track] = []
        share = 0.0
        for track in tracks():
            share += track.share * count / 300
            while len(out) < round(share):
                out.append(track)
        return out

    def _learner(self, track: Track, part: Part | None, number: str, cohort: int, year: int, place: int) -> Learner:
        rng = self.rng
        russian = rng.random() * 100 < track.russian and not part
        name = people.drawn(rng, russian, part.woman if part else None, part is not None)
        faculty = self.made.faculty_of(track.department).code
        staff = self.made.staff[track.department]
        ability = part.ability if part else min(97.0, max(56.0, rng.gauss(79, 8.5)))
        group, code = self.place_in(cohort, track, russian)
        return Learner(
            self.ids(), self.ids(), number, name, track, faculty, russian, cohort, year - cohort + 1, group, code,
            staff[(place + cohort) % len(staff)], ability, part,
        )  # fmt: skip

    def place_in(self, cohort: int, track: Track, russian: bool) -> tuple[int, str]:
        """The group with room for one more: its place and its name."""
        sizes = self.groups.setdefault((cohort, track.programme, russian), [0])
        if sizes[-1] >= GROUP:
            sizes.append(0)
        sizes[-1] += 1
        short = self.made.shorts[track.programme]
        return len(sizes), f"{short}-{cohort % 100:02d}-{len(sizes)}{'о' if russian else 'қ'}"

    def _admit(self, learner: Learner, year: int, day: date, basis: Basis) -> None:
        profile, study = self._profile(learner, year), self._study(learner, day)
        desk = self.desk(learner.faculty)

        def work(tx: Tx) -> Student:
            acts.admit_step(tx, learner.student, profile, study, day)
            student = tx.student_document(learner.student)
            tx.check_scope(Student, plain(student))
            return student

        desk.transact("student.register", work, self.why("Оқуға қабылдау", basis))
        learner.ref = Ref(id=learner.student, label=profile.name.text())

    def _profile(self, learner: Learner, year: int) -> Profile:
        rng, part = self.rng, learner.part.key if learner.part else ""
        name, sex = learner.name.name, learner.name.sex
        born = people.birthday(rng, year, rng.choices((17, 18, 19, 20, 21), (35, 35, 15, 10, 5))[0])
        number: str | None = people.iin(rng, born, sex, self.taken)
        citizenship, reason = "Қазақстан Республикасы", ""
        if part == "foreigner":
            name = Name(last="Мин", first="Тэ Сон", latin="Min Tae Song")
            number, citizenship, reason = None, "Корея Республикасы", "Шетел азаматы: ЖСН әлі берілмеген"
        if part == "no_patronymic":
            name = name.model_copy(update={"middle": ""})
        learner.name = replace(learner.name, name=name)
        phone = f"+7 700 000 {rng.randrange(100):02d} {rng.randrange(100):02d}"
        return Profile(
            number=learner.number, name=name, iin=number, iin_absent_reason=reason, born=born, sex=sex,
            citizenship=citizenship, contacts=Contacts(phone=phone, email=f"s{learner.number}@student.example"),
            source="demo",
        )  # fmt: skip

    def _study(self, learner: Learner, day: date, track: Track | None = None) -> StudyProfile:
        rng, track = self.rng, learner.track
        funding = rng.choices((Funding.grant, Funding.paid, Funding.quota), (62, 33, 5))[0]
        if learner.part:
            kept = {"repeat_year": Funding.grant, "honours_lost": Funding.grant, "f_in_summer": Funding.grant}
            funding = kept.get(learner.part.key, Funding.paid)
        return StudyProfile(
            id=learner.study, programme=self.made.programmes[track.programme].ref(),
            department=self.made.departments[track.department].ref(),
            faculty=self.made.faculties[learner.faculty].ref(),
            instrument=rng.choice(track.instruments), teacher=learner.teacher.ref(), year=learner.year,
            group=learner.group_code, language=StudyLanguage.ru if learner.russian else StudyLanguage.kk,
            curriculum=self.made.curricula[track.code, learner.cohort].ref() if learner.cohort >= 2022 else None,
            form=StudyForm.full_time, funding=funding, admitted_on=day,
        )  # fmt: skip

    # orders ------------------------------------------------------------------------------------------------

    def edit(self, learner: Learner, changes: dict[str, Any], reason: str, basis: Basis, day: date) -> None:
        """Change fields of a study by an order, its status too, which no hand may change on the card."""

        def work(tx: Tx) -> Student:
            state = tx.student(learner.student)
            found = []
            for name, value in changes.items():
                path = f"studies.{learner.study}.{name}"
                was = history.pick(state, path.split("."))
                if was != plain(value):
                    found.append(ev.Change(field=path, was=was, now=plain(value)))
            tx.append(learner.student, ev.ProfileEdited, day, changes=found)
            tx.mark_dirty("contingent")
            return tx.student_document(learner.student)

        self.desk(learner.faculty).transact("student.edit", work, self.why(reason, basis))

    def stop(self, learner: Learner, status: StudyStatus, reason: str, basis: Basis, day: date) -> None:
        """The student studies no more, or not for now."""
        learner.studies = False
        self.edit(learner, {"status": status}, reason, basis, day)

    def resume(self, learner: Learner, cohort: int, year: int, reason: str, day: date, **more: Any) -> None:
        """The student studies again, with another intake."""
        learner.studies, learner.cohort, learner.year = True, cohort, year
        learner.group, learner.group_code = self.place_in(cohort, learner.track, learner.russian)
        plan = self.made.curricula[learner.track.code, cohort].ref()
        changes = {
            "status": StudyStatus.active, "year": year, "group": learner.group_code, "curriculum": plan, **more,
        }  # fmt: skip
        self.edit(learner, changes, reason, self.order(day), day)

    def rename(self, learner: Learner, last: str, day: date) -> None:
        """A new surname after a marriage; papers of before keep the old one."""
        name = learner.name.name.model_copy(
            update={"last": last, "latin": people.latin(f"{last} {learner.name.name.first}")}
        )
        learner.name = replace(learner.name, name=name)
        basis = Basis(kind="неке туралы куәлік", number="0417", day=day)
        changes = {"name.last": name.last, "name.latin": name.latin}
        revision = int(self.memory.students[learner.student]["revision"])
        why = self.why("Тегінің өзгеруі", basis)
        acts.edit(self.desk(learner.faculty), learner.student, revision, changes, why, day)
        learner.ref = Ref(id=learner.student, label=name.text())

    def second_study(self, first: Learner, track: Track, cohort: int, day: date) -> Learner:
        """A graduate begins a second degree: another study of the same person."""
        group, code = self.place_in(cohort, track, False)
        faculty = self.made.faculty_of(track.department).code
        learner = replace(
            first, study=self.ids(), track=track, faculty=faculty, cohort=cohort, year=1, group=group, group_code=code,
            teacher=self.made.staff[track.department][0], studies=True, debts=[], part=None, extra={},
        )  # fmt: skip
        study = self._study(learner, day).model_copy(update={"funding": Funding.paid})

        def work(tx: Tx) -> Student:
            tx.student(first.student)
            tx.append(first.student, ev.StudyOpened, day, study=plain(study))
            tx.mark_dirty("contingent")
            return tx.student_document(first.student)

        why = self.why("Екінші жоғары білім", self.order(day))
        self.desk(faculty).transact("student.register", work, why)
        self.all.append(learner)
        return learner
