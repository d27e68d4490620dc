"""The students of the story: who comes with an intake, and what orders do to them later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from core.demo.ordered import Values, ordered
from core.demo.plan import Track, tracks
from core.desk import Why
from core.students import acts
from core.tx import Tx
from core.users import actor_of
from schemas import events as ev
from schemas.base import Basis, Id, Ref
from schemas.reference import Person
from schemas.student import Contacts, Name, Profile, Schooling, Student, StudyProfile
from schemas.words import Funding, SchoolPaper, StudyForm, StudyLanguage, StudyStatus

GROUP = 20  # students in an administrative group
OWN_FACULTIES = ("F-FLK", "F-MUS")  # those assigned to the registrar; the others are the senior registrar's


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


Line = tuple[Learner, Values]  # one student of an order, with what it says of him


class Register:
    """Enters students and carries out orders on them; holds all of them and the desks of those who act."""

    def __init__(self, made: Institution, memory: Memory, store: Any, rng: Random, ids: Ids, clock: Any) -> None:
        self.made, self.memory, self.rng, self.ids, self.clock = made, memory, rng, ids, clock
        self.all: list[Learner] = []
        self.taken: set[str] = set()
        self.groups: dict[tuple[int, str, bool], list[int]] = {}
        self.desks = {
            login: MemoryDesk(actor_of(user), store, lambda: clock.now, ids, memory=memory)
            for login, user in made.users.items()
        }

    def desk(self, faculty: str) -> MemoryDesk:
        """The desk of the registrar who keeps this faculty."""
        return self.desks["registrar" if faculty in OWN_FACULTIES else "senior"]

    def why(self, reason: str, basis: Basis | None = None, code: str = "") -> Why:
        """A reason with a command number that is the same every time."""
        return Why(reason, basis, self.ids(), code=code)

    def order(
        self, code: str, day: date, lines: Sequence[tuple[Learner, Values]], reason: str, paper: str = ""
    ) -> None:
        """An order of the rector on students, carried out; nothing where it names nobody."""
        if lines:
            rows = [(x.student, x.study, values) for x, values in lines]
            ordered(self.desks, code, day, rows, [self.why(reason) for _ in range(3)], paper)

    # intake ------------------------------------------------------------------------------------------------

    def intake(self, year: int, count: int, day: date) -> None:
        """Admit an intake: the cases that come that year, and others up to the count."""
        parts = [p for p in PARTS if p.intake == year]
        known = {t.code: t for t in tracks()}
        chosen: list[tuple[Track, Part | None]] = [(known[p.track], p) for p in parts]
        chosen += [(t, None) for t in self._spread(max(0, count - len(parts)))]
        came: list[Learner] = []
        for place, (track, part) in enumerate(chosen, 1):
            number = part.number if part else f"{year % 100:02d}{place:04d}"
            cohort = year - 1 if part and part.key == "transfer_in" else year
            learner = self._learner(track, part, number, cohort, year, place)
            self._admit(learner, year, day)
            self.all.append(learner)
            came.append(learner)
        self._enrol(came, day)

    def _enrol(self, came: Sequence[Learner], day: date) -> None:
        """The orders that make candidates students: of enrolment, and of transfer from another institution."""
        moves = [x for x in came if x.part and x.part.key == "transfer_in"]
        lines: list[Line] = [
            (x, {"fact/ground": f"{day.year % 100}-{x.number[-4:]}", "fact/education": "Аттестат"})
            for x in came if x not in moves
        ]  # fmt: skip
        self.order("enrolment", day, lines, "Оқуға қабылдау", "1")
        self.order("transfer_in", day, [
            (x, {"set/year": x.year, "set/funding": Funding.paid, "fact/university": "Жайық музыка академиясы"})
            for x in moves
        ], "Басқа оқу орнынан ауыстыру", "88")  # fmt: skip

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

    def _admit(self, learner: Learner, year: int, day: date) -> None:
        profile, study = self._profile(learner, year), self._study(learner, day)
        desk = self.desk(learner.faculty)

        def work(tx: Tx) -> Student:
            acts.admit_step(tx, learner.student, profile, study, day)
            student = tx.student_document(learner.student)
            tx.check_scope(Student, plain(student))
            return student

        desk.transact("student.register", work, self.why("Оқуға түсу туралы өтініш"))
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
            source="demo", schooling=_schooling(learner.number, year), **_counted(learner, number is None),
        )  # fmt: skip

    def _study(self, learner: Learner, day: date, track: Track | None = None) -> StudyProfile:
        rng, track = self.rng, learner.track
        funding = rng.choices((Funding.grant, Funding.paid, Funding.quota), (62, 33, 5))[0]
        if learner.part:
            kept = {"repeat_year": Funding.grant, "honours_lost": Funding.grant, "f_in_summer": Funding.grant}
            funding = kept.get(learner.part.key, Funding.paid)
        return StudyProfile(
            id=learner.study, status=StudyStatus.applicant, programme=self.made.programmes[track.programme].ref(),
            department=self.made.departments[track.department].ref(),
            faculty=self.made.faculties[learner.faculty].ref(),
            instrument=rng.choice(track.instruments), teacher=learner.teacher.ref(), year=learner.year,
            group=learner.group_code, language=StudyLanguage.ru if learner.russian else StudyLanguage.kk,
            curriculum=self.made.curricula[track.code, learner.cohort].ref() if learner.cohort >= 2022 else None,
            form=StudyForm.full_time, funding=funding, admitted_on=day,
        )  # fmt: skip

    # orders ------------------------------------------------------------------------------------------------

    def edit(self, learner: Learner, changes: dict[str, Any], reason: str, day: date) -> None:
        """Change fields of a study that no order sets."""

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

        self.desk(learner.faculty).transact("student.edit", work, self.why(reason))

    def expel(self, learners: Sequence[Learner], why: str, reason: str, day: date) -> None:
        """The students study no more; why: out of the office's list of reasons."""
        self._stopped(learners)
        self.order("expulsion", day, [(x, {"fact/reason": why}) for x in learners], reason, "14")

    def leave(self, learner: Learner, ground: str, until: date, day: date) -> None:
        """The student does not study for now."""
        self._stopped([learner])
        values = {"set/leave_ground": ground, "set/leave_until": until}
        self.order("academic_leave", day, [(learner, values)], "Академиялық демалыс", "7")

    def go(self, learners: Sequence[Learner], day: date) -> None:
        """The students go on elsewhere."""
        self._stopped(learners)
        values = {"fact/university": "Өзге оқу орны (ойдан шығарылған)"}
        self.order("transfer_out", day, [(x, values) for x in learners], "Басқа оқу орнына ауысу", "21")

    def graduate(self, learners: Sequence[Learner], day: date, best: Collection[Id] = ()) -> None:
        """The students have got their degree; best: studies whose diploma is with honours."""
        self._stopped(learners)
        lines = [(x, {"fact/diploma": "honours" if x.study in best else "plain"}) for x in learners]
        self.order("graduation", day, lines, "Оқуды аяқтау, дәреже беру", "3")

    def _stopped(self, learners: Sequence[Learner]) -> None:
        for learner in learners:
            learner.studies = False

    def resume(self, learner: Learner, code: str, cohort: int, year: int, reason: str, day: date, **more: Any) -> None:
        """The student studies again, with another intake, by an order of this kind."""
        learner.studies, learner.cohort, learner.year = True, cohort, year
        learner.group, learner.group_code = self.place_in(cohort, learner.track, learner.russian)
        plan = plain(self.made.curricula[learner.track.code, cohort].ref())
        values = {"set/year": year, "set/group": learner.group_code, "set/curriculum": plan, **more}
        self.order(code, day, [(learner, values)], reason, "9")

    def rename(self, learner: Learner, last: str, day: date) -> None:
        """A new surname after a marriage; papers of before keep the old one."""
        name = learner.name.name.model_copy(
            update={"last": last, "latin": people.latin(f"{last} {learner.name.name.first}")}
        )
        learner.name = replace(learner.name, name=name)
        values = {"set/card/name/last": name.last, "set/card/name/latin": name.latin}
        self.order("name_change", day, [(learner, values)], "Тегінің өзгеруі: неке туралы куәлік", "0417")
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

        self.desk(faculty).transact("student.register", work, self.why("Екінші жоғары білім туралы өтініш"))
        self.all.append(learner)
        self._enrol([learner], day)
        return learner


def _schooling(number: str, year: int) -> Schooling | None:
    """The school certificate a card names; of one in eleven nobody has written it down."""
    n = int("".join(c for c in number if c.isdigit()) or 0)
    if n % 11 == 7:
        return None
    document = SchoolPaper.vocational if n % 5 == 2 else SchoolPaper.secondary
    return Schooling(document=document, number=f"ҮЛГІ {n % 10**7:07}", day=date(year, 6, 10 + n % 15),
                     place="Үлгі қаласы (ойдан шығарылған)")  # fmt: skip


REGIONS = (
    "almaty_city",
    "turkistan",
    "zhambyl",
    "almaty",
    "shymkent",
    "karaganda",
    "kyzylorda",
    "east",
    "abai",
    "west",
)


def _counted(learner: Learner, foreign: bool) -> dict[str, Any]:
    """What statistics ask of a person (domain.md 12); drawn apart, so that everything else stays as it was drawn."""
    rng = Random(learner.number)
    if foreign:
        return {"ethnicity": "korean", "region": "abroad", "dormitory": True}
    usual = "russian" if learner.russian else "kazakh"
    others = ("uzbek", "uyghur", "tatar", "korean", "german")
    return {
        "ethnicity": usual if rng.random() < 0.9 else rng.choice(others),
        "region": rng.choices(REGIONS, range(len(REGIONS) + 4, 4, -1))[0],
        "disability": rng.random() < 0.03, "orphan": rng.random() < 0.03, "dormitory": rng.random() < 0.4,
    }  # fmt: skip
