"""Graduates with a record of their own: a curriculum of a discipline, an elective block, a practice, two forms of
attestation; results are recorded as sheets would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from core.db.codec import plain
from core.db.store import Store
from core.desk import Why
from core.tx import Tx
from schemas import events as ev
from schemas.base import Document, Ref, Text, new_id
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.student import Enrolment, Result, Student
from schemas.words import Component, Control, Cycle, LessonKind, ResultState, StudyStatus
from tests.acts.attestation_kit import Graduates, graduates
from tests.acts.class_kit import put
from tests.once import once

TERM = "2026-1"
D = TypeVar("D", bound=Document)


@dataclass
class Year:
    """The graduates and what they study, by code."""

    of: Graduates
    disciplines: dict[str, Discipline]

    @property
    def pupils(self) -> list[Student]:
        return self.of.pupils

    def result(
        self, pupil: Student, code: str, state: ResultState = ResultState.passed, term: str = TERM,
        day: date = date(2027, 1, 20),
    ) -> None:  # fmt: skip
        """A result in a student's record."""
        what = self.disciplines[code]
        passed = state is ResultState.passed
        result = Result(
            id=new_id(), discipline=what.ref(), code=code, term=term, credits=what.credits,
            letter="A" if passed else "F", state=state, earned=what.credits if passed else Decimal(0), gpa=False,
            rules="r", on=day,
        )  # fmt: skip
        self._event(pupil, ev.ResultRecorded, study=pupil.studies[0].id, result=result)

    def enrolled(self, pupil: Student, code: str, term: str) -> None:
        """A registration without a result."""
        what = self.disciplines[code]
        line = Enrolment(id=new_id(), term=term, discipline=what.ref(), code=code, credits=what.credits,
                         on=date(2026, 9, 1))  # fmt: skip
        plan = Ref(id="plan", label=Text(kk="жоспар"))
        self._event(pupil, ev.Registered, study=pupil.studies[0].id, plan=plan, lines=[line])

    def status(self, pupil: Student, status: StudyStatus) -> None:
        """Where a study stands from now on."""
        self.card(pupil, "status", pupil.studies[0].status.value, status.value)

    def card(self, pupil: Student, name: str, was: Any, now: Any) -> None:
        """A field of the study is edited."""
        change = ev.Change(field=f"studies.{pupil.studies[0].id}.{name}", was=was, now=now)
        self._event(pupil, ev.ProfileEdited, changes=[change])

    def alter(self, of: D, **sets: Any) -> D:
        """A document changed as another room of the office would leave it."""

        def work(tx: Tx) -> D:
            now = tx.get(type(of), of.id, scoped=False)
            return tx.save(type(of).model_validate({**plain(now), **plain(sets)}))

        return self.of.desk.transact("reference.edit", work, Why("сынақ"))

    def thesis(self) -> None:
        """From now on the first discipline is heard as a thesis."""
        hears = [{"discipline": self.of.solo.ref(), "form": "thesis"}, self.of.commission.hears[1]]
        self.of.commission = self.alter(self.of.commission, hears=hears)

    def _event(self, pupil: Student, event: Any, **fields: Any) -> None:
        def work(tx: Tx) -> Student:
            tx.student(pupil.id)
            tx.append(pupil.id, event, None, **fields)
            return tx.student_document(pupil.id)

        self.of.desk.transact("student.recognise", work, Why("сынақ"), right="student.edit")

    def done(self, *pupils: Student) -> None:
        """All of the curriculum but the attestation is passed."""
        for pupil in pupils:
            for code in ("SPEC", "E1", "PR"):
                self.result(pupil, code)


@once
def year(store: Store, pupils: int = 4, block: str = "") -> Year:
    """The kit's graduates with this curriculum, that of their department; block: the two forms are alternatives."""
    of = graduates(store, pupils)
    made = {"SPEC": of.of.special, "ATT1": of.solo, "ATT2": of.exam}
    for code, credits, lesson in (
        ("E1", 5, LessonKind.group), ("E2", 5, LessonKind.group), ("PR", 4, LessonKind.practice),
    ):  # fmt: skip
        made[code] = put(of.desk, Discipline(
            code=code, name=Text(kk=f"Пән {code}", ru=f"Дисциплина {code}"), credits=Decimal(credits), lesson=lesson,
            control=Control.exam, department=of.of.unit.ref(),
        ))  # fmt: skip
    lines = [
        _line(made["SPEC"], 7, Cycle.profile), _line(made["E1"], 7, Cycle.profile, "A"),
        _line(made["E2"], 7, Cycle.profile, "A"), _line(made["PR"], 8, Cycle.base),
        _line(made["ATT1"], 8, Cycle.attestation, block), _line(made["ATT2"], 8, Cycle.attestation, block),
    ]  # fmt: skip
    of.curriculum = put(of.desk, Curriculum(
        programme=of.of.programme.ref(), department=of.of.unit.ref(), intake=2023, semesters=8, lines=lines,
        state="approved", credits=Decimal(23), approved_on=date(2023, 5, 1),
    ))  # fmt: skip
    return Year(of, made)


def _line(of: Discipline, semester: int, cycle: Cycle, block: str = "") -> CurriculumLine:
    return CurriculumLine(
        id=f"l-{of.code}", semester=semester, discipline=of.ref(), code=of.code, cycle=cycle,
        component=Component.elective if block else Component.university, credits=of.credits,
        lesson=of.lesson or LessonKind.group, control=of.control, block=block,
    )  # fmt: skip
