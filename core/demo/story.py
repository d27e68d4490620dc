"""Four years of the office, day after day: intakes, semesters, sessions, debts, orders, and the cases among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from core.demo.attestation import Attestation
from core.demo.attestation_june import June
from core.demo.attestation_now import Today
from core.demo.calendar import Semester, after, moment, semester
from core.demo.institution import ABROAD, TODAY, YEARS, Ids, Institution
from core.demo.learners import Learner, Line, Register
from core.demo.lessons import Timetable
from core.demo.memory import Memory
from core.demo.plan import tracks
from core.demo.studies import Class, Studies
from core.demo.study_plans import Plans
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis
from schemas.student import Result, Student
from schemas.words import Funding, ResultState

FINISHED = ("orders", "sections", "grade_sheets", "study_plans", "lessons")
ATTESTED = ("commissions", "candidacies", "sittings", "protocols")
OVERDUE = 7  # sheets of old debts that nobody has brought back in time


@dataclass
class Story:
    """Tells the story into a memory. `told(share)` is called as it goes, from 0 to 1."""

    made: Institution
    memory: Memory
    store: Any
    students: int
    rng: Random
    ids: Ids
    told: Callable[[float], None]

    def __post_init__(self) -> None:
        self.register = Register(self.made, self.memory, self.store, self.rng, self.ids, self.ids)
        self.studies = Studies(self.made, self.register, self.rng)
        self.attestation = Attestation(self.made, self.register)
        self.june = June(self.attestation)
        self.cases: dict[str, Learner] = {}

    def tell(self) -> None:
        """From the first intake to today."""
        for year in YEARS:
            self.at(date(year, 8, 25), 10)
            count = self.students // 4 if year > 2022 else max(4, self.students // 10)
            self.register.intake(year, count, date(year, 8, 25))
            self.cases = {x.part.key: x for x in self.register.all if x.part}
            self._august(year)
            if year == TODAY.year:
                self._now(semester(year, 1))
                break
            for turn in (1, 2):
                if turn == 2:
                    self._january(year)
                self._semester(semester(year, turn))
                self.told((year - 2022 + turn / 2) / 4.6)
            self.june.tell(year + 1)
            self._summer(semester(year, 3))
            self._graduate(year)
            self.memory.release(*FINISHED)

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        """The clock of the office stands there."""
        self.ids.now = moment(day, hour, minute)

    def tick(self) -> None:
        """Half a minute later."""
        self.ids.now += timedelta(seconds=30)

    # the year ------------------------------------------------------------------------------------------------

    def _august(self, year: int) -> None:
        """Orders before the year: those who leave, promotion, those who come back."""
        day = date(year, 8, 26)
        self.at(day, 10)
        self._before_promotion(year)
        left: dict[bool, list[Learner]] = {True: [], False: []}
        gone_up: list[Line] = []
        for learner in list(self.register.all):
            due = year - learner.cohort + 1
            if not learner.studies or due <= learner.year or due > 4:
                continue
            if not learner.part and self.rng.random() < 0.01:
                left[self.rng.random() < 0.5].append(learner)
                continue
            learner.year = due
            gone_up.append((learner, {}))
        self.tick()
        self.register.go(left[True], day)
        self.register.expel(left[False], "own_wish", "Өз еркімен", day)
        self.tick()
        self.register.order("promotion", day, gone_up, "Келесі курсқа көшіру", "1")
        self._after_promotion(year)

    def _before_promotion(self, year: int) -> None:
        c, r, day = self.cases, self.register, date(year, 8, 26)
        if year == 2024:
            r.expel([c["reinstated"]], "fee", "Оқу ақысының төленбеуі", day)
        if year == 2025:
            r.leave(c["returned"], "illness", date(2026, 8, 26), day)
            one = c["repeat_year"]
            one.cohort, one.year, one.ability = 2025, 1, 68
            one.group, one.group_code = r.place_in(2025, one.track, one.russian)
            why = "Көшу балына жетпеді: қайта оқу курсы, грант тоқтатылды"
            values = {"set/funding": Funding.paid, "set/group": one.group_code}
            r.order("repeat_year", day, [(one, values)], why, "1")
            r.edit(one, {"curriculum": self.made.curricula[one.track.code, 2025].ref()}, why, day)
        if year == 2026:
            why = "Бір пәннен үшінші қанағаттанарлықсыз баға: Сольфеджио"
            r.expel([c["third_fail"]], "third_fail", why, day)

    def _after_promotion(self, year: int) -> None:
        c, r, day = self.cases, self.register, date(year, 8, 27)
        self.at(day, 11)
        if year == 2025:
            said = {"set/funding": Funding.paid, "fact/contract": "П-117"}
            r.resume(c["reinstated"], "reinstatement", 2024, 2, "Қайта қабылдау, ақылы негізде", day, **said)
            self._recognise(c["transfer_in"], day)
            c["transfer_in"].extra["2025-1"] = ["Қазақстан тарихы"]
        if year == 2026:
            why = "Академиялық демалыстан шығу; айырмашылық: Педагогикалық практика 1"
            r.resume(c["returned"], "return_from_leave", 2024, 3, why, day)
            r.leave(c["leave_medical"], "illness", date(2027, 8, 27), day)
            r.second_study(c["second_study"], next(t for t in tracks() if t.code == "AM"), 2026, day)

    def _january(self, year: int) -> None:
        """Leaves after the session: one for a child, and three that end about today, each with a state of its own."""
        day = date(year + 1, 1, 14)
        self.at(day, 12)
        if year == 2025:
            self.register.leave(self.cases["leave_child"], "child", date(2029, 1, 14), day)
            ends = (TODAY - timedelta(days=30), TODAY - timedelta(days=3), TODAY + timedelta(days=20))
            free = [x for x in self.register.all if x.studies and not x.part and not x.debts and x.cohort == 2024]
            for learner, until in zip(free, ends, strict=False):
                self.tick()
                self.register.leave(learner, "illness", until, day)

    def _recognise(self, learner: Learner, day: date) -> None:
        """Credits of the academy she came from; History of Kazakhstan is the difference."""
        rows = []
        for sem in (1, 2):
            for line in learner.track.semester(sem, learner.group):
                if line.name.kk != "Қазақстан тарихы":
                    letter = self.rng.choice("5545")
                    rows.append(Result(
                        id=self.ids(), discipline=self.made.disciplines[line.code].ref(), code=line.code,
                        term=f"2024-{sem}", credits=Decimal(line.credits), letter=letter,
                        points=Decimal(int(letter) - 1), state=ResultState.passed, earned=Decimal(line.credits),
                        gpa=False, rules=ABROAD, source="Жайық музыка академиясы (ойдан шығарылған), транскрипт № 88",
                        on=date(2025, 6, 20),
                    ))  # fmt: skip

        def work(tx: Tx) -> Student:
            tx.student(learner.student)
            for row in rows:
                tx.append(learner.student, ev.ResultRecorded, day, study=learner.study, result=row)
            tx.mark_dirty("results:2024")
            return tx.student_document(learner.student)

        why = self.register.why("Кредиттерді қайта сынақтау", Basis(kind="комиссия хаттамасы", number="6", day=day))
        self.register.desk(learner.faculty).transact("student.recognise", work, why, right="student.edit")

    # the semester ----------------------------------------------------------------------------------------------

    def _semester(self, days: Semester) -> None:
        self.at(days.starts - timedelta(days=3), 9)
        classes = self.studies.form(days)
        self.at(days.starts + timedelta(weeks=5), 9)
        for some in classes:
            self.tick()
            self.studies.open(some, self.ids.now)
        failed = self._close(classes, days)
        self._cases_after_session(days, classes)
        self._resits(days, failed)
        if days.code == "2025-2":
            one = self.cases["surname"]
            self.at(date(2026, 6, 3), 15)
            self.register.rename(one, "Жаңабекова", date(2026, 6, 3))

    def _close(self, classes: list[Class], days: Semester) -> list[tuple[Class, Learner]]:
        """Sheets come back on the day of the exam or the next morning; some teachers are late."""
        planned = []
        for some in classes:
            late = self.rng.random() < self.studies.habit(some.teacher).late and days.turn < 3
            if late:
                day, at = after(some.day, self.rng.randrange(2, 8)), 11
            else:
                same = self.rng.random() < 0.7
                day, at = (some.day, 15) if same else (after(some.day, 1), 9)
            planned.append((moment(day, at, self.rng.randrange(59), self.rng.randrange(59)), some))
        failed: list[tuple[Class, Learner]] = []
        for at_, some in sorted(planned, key=lambda p: (p[0], p[1].section.code)):
            failed += [(some, x) for x in self.studies.close(some, at_)]
        return failed

    def _cases_after_session(self, days: Semester, classes: list[Class]) -> None:
        if days.code != "2025-1":
            return
        day = after(days.session[1], 5)
        memo = Basis(kind="қызметтік жазба", number="31", day=day)
        protocol = Basis(kind="апелляциялық комиссия хаттамасы", number="4", day=day)
        for key, title, score, why, basis in (
            ("corrected", "Шетел музыкасының тарихы 1", "86", "Емтихан алушы балды қате көшірген", memo),
            ("appeal", "Философия", "84", "Апелляция қанағаттандырылды", protocol),
        ):
            learner = self.cases[key]
            some = next(c for c in classes if c.line.name.kk == title and learner in c.learners)
            self.studies.correct(some, learner, score, why, basis, day)

    def _resits(self, days: Semester, failed: list[tuple[Class, Learner]]) -> None:
        """FX is taken again without repeating the discipline; the rest waits for the summer."""
        day = after(days.session[1], 9)
        again: dict[str, list[tuple[Class, Learner]]] = {}
        for some, learner in failed:
            if self.studies.letter(some, learner) == "FX":
                again.setdefault(some.section.code, []).append((some, learner))
            else:
                learner.debts.append(some.line)
        for pairs in again.values():
            some = pairs[0][0]
            self.at(after(days.session[1], 8), 10)
            learners = [x for _, x in pairs]
            resit = self.studies.section(days, some.line, learners, "FX", some.teacher, day)
            resit.midterms = {x.study: some.midterms[x.study] for x in learners}
            self.studies.open(resit, self.ids.now)
            for learner in self.studies.close(resit, moment(day, 15, 10)):
                learner.debts.append(resit.line)

    def _summer(self, days: Semester) -> None:
        """Disciplines studied again in the summer."""
        wanted: dict[tuple[str, str], list[Learner]] = {}
        lines = {}
        for learner in self.register.all:
            if not learner.part and self.rng.random() < 0.25:
                continue  # puts it off
            for line in learner.debts if learner.studies else []:
                lines[line.code] = line
                wanted.setdefault((line.code, learner.faculty), []).append(learner)
        self.at(days.starts - timedelta(days=2), 9)
        classes = []
        for (code, _), learners in sorted(wanted.items()):
            classes.append(self.studies.section(days, lines[code], learners, "Ж"))
        for some in classes:
            self.studies.open(some, moment(days.starts + timedelta(days=3), 10))
        still = self._close(classes, days)
        came = {(x.study, some.line.code) for some in classes for x in some.learners}
        paid = came - {(x.study, some.line.code) for some, x in still}
        for learner in self.register.all:
            learner.debts = [x for x in learner.debts if (learner.study, x.code) not in paid]

    def _graduate(self, year: int) -> None:
        day = date(year + 1, 6, 30)
        self.at(day, 12)
        done = [x for x in self.register.all if x.studies and self.june.hearing.passed(x)]
        self.register.graduate(done, day, self.june.hearing.best)

    # today -----------------------------------------------------------------------------------------------------

    def _now(self, days: Semester) -> None:
        """The semester under way: sheets open, first midterms typed, a few old debts overdue."""
        self.at(date(days.year, 8, 29), 9)
        classes = self.studies.form(days)
        Timetable(self.studies, days).draw(classes)
        self.at(date(days.year, 10, 5), 9)
        for some in classes:
            self.tick()
            if some.line.kind != "practice":  # its sheet is opened when its papers are in (core.demo.practices)
                self.studies.open(some, self.ids.now)
        self.told(0.95)
        for some in classes:
            share = self.rng.choices((1.0, 0.7, 0.0), (70, 18, 12))[0]
            if some.line.kind != "practice":
                at = self._typed(days)
                self.memory.send("drafts", self.studies.drafts(some, at, share))
        day = date(2026, 11, 18)
        owing = [(x, line) for x in self.register.all if x.studies for line in x.debts]
        for learner, line in owing[:OVERDUE]:
            self.at(date(2026, 11, 16), 10)
            classes.append(self.studies.section(days, line, [learner], "Б", day=day))
            self.studies.open(classes[-1], self.ids.now)
        Plans(self.studies, days).draw(classes)
        Today(self.attestation, self.june).tell()
        self.memory.release(*ATTESTED)
        self.memory.release(*FINISHED)

    def _typed(self, days: Semester) -> datetime:
        day = days.midterms[0] + timedelta(days=self.rng.randrange(6))
        return moment(day, self.rng.randrange(9, 18), self.rng.randrange(60))
