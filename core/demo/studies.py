"""A semester of the story: who sits in which section, and the sheets from opening to closing and correction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random
from typing import Any

from core import sheets
from core.demo import marks
from core.demo.calendar import Semester, after, moment
from core.demo.institution import ACCOMPANIST, Institution
from core.demo.learners import Learner, Register
from core.demo.plan import Line
from core.i18n import order_key
from core.sheets.life import close_step
from core.sheets.opening import Asked, open_step
from core.tx import Tx
from schemas.base import Basis, Id, Ref
from schemas.grade_sheet import OWN, GradeSheet
from schemas.reference import Person
from schemas.section import Member, Section

SIZES = {"stream": 60, "collective": 60, "ensemble": 4, "individual": 1}
SUBGROUP = 12


@dataclass
class Class:
    """A section with the people in it; midterms are kept for a later resit."""

    section: Section
    line: Line
    teacher: Person
    learners: list[Learner]
    day: date
    sheet: Id = ""
    midterms: dict[Id, tuple[str, str]] = field(default_factory=dict)


class Studies:
    """Forms sections, opens and closes sheets, term by term."""

    def __init__(self, made: Institution, register: Register, rng: Random) -> None:
        self.made, self.register, self.rng = made, register, rng
        self.clock, self.ids = register.clock, register.ids
        self.numbers: dict[tuple[str, str], int] = {}
        self.habits: dict[Id, marks.Habit] = {}

    # sections ------------------------------------------------------------------------------------------------

    def form(self, days: Semester) -> list[Class]:
        """The sections of a semester, by what each student studies in it."""
        kinds: dict[tuple[Any, ...], tuple[Line, list[Learner]]] = {}
        for learner in self.register.all:
            if not learner.studies:
                continue
            sem = (days.year - learner.cohort) * 2 + days.turn
            lines = learner.track.semester(sem, learner.group)
            lines += [x for x in learner.track.lines if x.name.kk in learner.extra.get(days.code, [])]
            for line in lines:
                if line.cycle == "attestation":  # before a commission, in no section: see attestation.py
                    continue
                kinds.setdefault(self._where(line, learner), (line, []))[1].append(learner)
        out: list[Class] = []
        for key in sorted(kinds, key=str):
            line, learners = kinds[key]
            for part in self._parts(line, learners):
                out.append(self._class(days, line, part))
        for faculty in self.made.faculties:
            self._enter(faculty, [c for c in out if c.learners[0].faculty == faculty])
        return out

    def _enter(self, faculty: str, classes: list[Class]) -> None:
        """Sections of a faculty, formed by one act of its registrar."""

        def work(tx: Tx) -> Section:
            return [tx.add(c.section) for c in classes][0]

        if classes:
            desk = self.register.desk(faculty)
            desk.transact("section.edit", work, self.register.why("Оқу жоспары бойынша"))

    def _where(self, line: Line, learner: Learner) -> tuple[Any, ...]:
        if line.kind in ("stream", "collective"):
            return line.code, learner.faculty, learner.russian
        if line.kind in ("individual", "ensemble"):
            return line.code, learner.track.department
        return line.code, learner.group_code

    def _parts(self, line: Line, learners: list[Learner]) -> Iterable[list[Learner]]:
        learners = sorted(learners, key=lambda x: order_key(x.ref.label.kk))
        size = SIZES.get(line.kind, 500)
        if line.kind == "subgroup":
            halves = -(-len(learners) // SUBGROUP)
            size = -(-len(learners) // halves)
        if line.kind == "ensemble" and len(learners) % size == 1 and len(learners) > size:
            size -= 1  # nobody plays in an ensemble alone
        for start in range(0, len(learners), size):
            yield learners[start : start + size]

    def section(self, *args: Any, **more: Any) -> Class:
        """One more section, entered by itself (a resit, a discipline studied again)."""
        made = self._class(*args, **more)
        self._enter(made.learners[0].faculty, [made])
        return made

    def _class(
        self, days: Semester, line: Line, learners: list[Learner], suffix: str = "",
        teacher: Person | None = None, day: date | None = None,
    ) -> Class:  # fmt: skip
        first, term = learners[0], self.made.terms[days.code]
        code = first.track.department if line.department == "own" else line.department
        if teacher is None:
            staff = self.made.staff[code]
            teacher = staff[(self.rng.randrange(len(staff)))]
            if line.kind == "individual" and code == first.track.department:
                teacher = first.teacher
        key = (days.code, line.code)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        groups, russian = {x.group_code for x in learners}, {x.russian for x in learners}
        language = None if len(russian) > 1 else "ru" if True in russian else "kk"
        beside = self.made.disciplines[line.code].accompanist_hours
        section = Section.model_validate({
            "_id": self.ids(), "code": f"{days.code}-{line.code}-{self.numbers[key]:03d}{suffix}", "term": term.ref(),
            "discipline": self.made.disciplines[line.code].ref(), "kind": line.kind,
            "teacher": teacher.ref(), "department": self.made.departments[code].ref(),
            "faculty": self.made.faculties[first.faculty].ref(), "group": groups.pop() if len(groups) == 1 else "",
            "language": language, "hours": self.made.disciplines[line.code].class_hours,
            "accompanist": self._accompanist(code, teacher, self.numbers[key]) if beside else None,
            "accompanist_hours": beside, "teacher_since": days.starts,
            "members": [Member(student=x.ref, study=x.study, number=x.number) for x in learners],
        })  # fmt: skip
        return Class(section, line, teacher, learners, day or self.rng.choice(days.days()))

    def _accompanist(self, department: str, teacher: Person, n: int) -> Ref | None:
        """The accompanists of a department in turn; nobody where it has none but the teacher himself."""
        found = [p for p in self.made.staff[department] if p.position == ACCOMPANIST and p.id != teacher.id]
        return found[n % len(found)].ref() if found else None

    # sheets --------------------------------------------------------------------------------------------------

    def open(self, some: Class, at: datetime) -> None:
        """Open the sheet of a section; a commission exam has the head of department beside the teacher."""
        self.clock.now = at
        examiners = [some.teacher.ref()]
        if some.line.control in ("commission", "state_exam"):
            code = some.learners[0].track.department if some.line.department == "own" else some.line.department
            head = self.made.staff[code][0].ref()
            examiners += [head] if head.id != some.teacher.id else []
        desk = self.register.desk(some.learners[0].faculty)

        def work(tx: Tx) -> GradeSheet:
            return open_step(tx, some.section.id, Asked(some.day, examiners, after(some.day, 1)))

        some.sheet = desk.transact("grade_sheet.open", work, self.register.why("Сессия")).id

    def close(self, some: Class, at: datetime) -> list[Learner]:
        """Fill a sheet as its teacher would and close it; who did not pass."""
        self.clock.now = at
        memory, desk = self.register.memory, self.register.desk(some.learners[0].faculty)
        habit, who = self.habit(some.teacher), self.user_of(some.teacher)
        texts: dict[Id, tuple[str, ...]] = {}
        for learner in some.learners:
            attempt = self._attempt(some, learner)
            texts[learner.study] = marks.drawn(self.rng, learner, some, habit, attempt)

        def work(tx: Tx) -> GradeSheet:
            sheet = tx.get(GradeSheet, some.sheet)
            rules = next(r for r in memory.rules if r.id == sheet.rules)
            cells = {}
            for line in sheet.lines:
                for column, text in zip(OWN, texts[line.study], strict=True):
                    if text:
                        value = sheets.read_cell(text, column, rules, sheet.form)
                        cells[line.student.id, column] = sheets.Cell(
                            student=line.student.id, column=column, text=text, user=who, by=some.teacher.name.full(),
                            at=at, value=value,
                        )  # fmt: skip
            return close_step(tx, sheet, sheets.closing(sheet, cells, rules))

        closed = desk.transact("grade_sheet.close", work, self.register.why("Сессия қорытындысы"))
        failed = {x.study for x in closed.lines if x.letter in ("FX", "F")}
        for learner in some.learners:
            first, second, _ = texts[learner.study]
            some.midterms[learner.study] = (first, second)
        return [x for x in some.learners if x.study in failed]

    def _attempt(self, some: Class, learner: Learner) -> int:
        row = self.register.memory.students[learner.student]
        record = next(s["record"] for s in row["studies"] if s["id"] == learner.study)
        return 1 + sum(bool(r["code"] == some.line.code) for r in record)

    def letter(self, some: Class, learner: Learner) -> str:
        """The letter a learner got on the sheet of a class."""
        sheet = self.register.memory.held["grade_sheets"][some.sheet]
        return str(next(x["letter"] for x in sheet["lines"] if x["study"] == learner.study))

    def habit(self, teacher: Person) -> marks.Habit:
        """How this teacher marks and how punctual he is; the same all years."""
        if teacher.id not in self.habits:
            self.habits[teacher.id] = marks.Habit.drawn(self.rng)
        return self.habits[teacher.id]

    def user_of(self, teacher: Person) -> Id:
        """The account of a teacher; one who has none in the demonstration is known by his own id."""
        user = self.made.users["teacher"]
        return user.id if user.person and user.person.id == teacher.id else teacher.id

    def correct(self, some: Class, learner: Learner, score: str, reason: str, basis: Basis, day: date) -> None:
        """A mistake on a closed sheet: the registrar proposes, the head confirms."""
        sheet = GradeSheet.model_validate(self.register.memory.held["grade_sheets"][some.sheet])
        desk = self.register.desk(learner.faculty)
        self.clock.now = moment(day, 10, 20)
        code = "appeal_upheld" if "пелляция" in reason else "clerical"
        why = replace(self.register.why(reason, basis), code=code)
        proposed = sheets.propose(desk, sheet.id, sheet.revision, learner.student, {"score": score}, why)
        self.clock.now = moment(day, 16, 45)
        act = proposed.corrections[-1].act
        head = self.register.desks["head"]
        sheets.confirm(head, sheet.id, proposed.revision, act, self.register.why("Негіздеме тексерілді"))

    def drafts(self, some: Class, at: datetime, share: float) -> list[dict[str, Any]]:
        """What a teacher has typed of the first midterm, as sheets.keep would keep it."""
        out = []
        by = self.user_of(some.teacher)
        for learner in some.learners:
            if self.rng.random() < share:
                text = marks.drawn(self.rng, learner, some, self.habit(some.teacher), 1)[0]
                out.append({
                    "_id": f"{some.sheet}|{learner.student}|midterm_1|{by}", "sheet": some.sheet,
                    "student": learner.student,
                    "column": "midterm_1", "text": text, "user": by,
                    "name": some.teacher.name.full(), "at": at, "finished": True,
                })  # fmt: skip
        return [x for x in out if x["text"]]
