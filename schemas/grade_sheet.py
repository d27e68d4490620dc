"""Grade sheets: the list frozen from the section, filled, closed, corrected only by an act."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text
from schemas.words import Control, Mark, SheetKind, SheetStatus

Score = Annotated[Decimal, Field(ge=0, le=100)]


class Entered(Model):
    """Whose typing a closed cell holds, and when it was typed."""

    user: Id
    name: str
    at: datetime


class SheetLine(Model):
    """One student on the sheet. Scores are out of 100; final grade, letter and points follow by the rulebook."""

    student: Annotated[Ref, Show("Студент", "Студент", "Student", form=False)]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", form=False)]
    attempt: int = 1
    midterm_1: Annotated[Score | None, Show("1-аралық бақылау (R1)", "Рубежный контроль 1 (Р1)", "Midterm 1 (R1)")] = (
        None
    )
    midterm_2: Annotated[Score | None, Show("2-аралық бақылау (R2)", "Рубежный контроль 2 (Р2)", "Midterm 2 (R2)")] = (
        None
    )
    admission_rating: Annotated[
        Decimal | None, Show("Жіберу рейтингі", "Рейтинг допуска", "Admission rating", form=False)
    ] = None
    score: Annotated[Score | None, Show("Емтихан, %", "Экзамен, %", "Exam, %")] = None
    mark: Annotated[Mark | None, Show("Белгі", "Отметка", "Mark")] = None
    final_grade: Annotated[
        Decimal | None, Show("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %", form=False)
    ] = None
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter", form=False)] = ""
    points: Annotated[Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", form=False)] = None
    entered: dict[str, Entered] = Field(default_factory=dict)


class Correction(Model):
    """A correction act: proposed by one person, confirmed by another; the line above stays as it was."""

    act: str
    student: Ref
    was: SheetLine
    now: SheetLine
    reason: str
    basis: Basis
    proposed_by: Id
    proposed_name: str
    proposed_at: datetime
    state: str = "proposed"
    decided_by: Id | None = None
    decided_name: str = ""
    decided_at: datetime | None = None
    decided_reason: str = ""


class Signature(Model):
    """Who signed by signing in, in what post, when."""

    user: Id
    name: str
    post: str
    at: datetime


class GradeSheet(Document):
    """A sheet of one section: number from one counter, rules of its day, frozen when closed."""

    collection: ClassVar[str] = "grade_sheets"
    title: ClassVar[Text] = Text(kk="Ведомость", ru="Ведомость", en="Grade sheet")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "examiners.id",
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    kind: Annotated[SheetKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = SheetKind.exam
    status: Annotated[SheetStatus, Show("Күйі", "Состояние", "Status", table=True, filter=True, form=False)] = (
        SheetStatus.open
    )
    term: Annotated[Ref, Show("Кезең", "Период", "Term", table=True, filter=True, to="terms", form=False)]
    term_code: str
    section: Annotated[Ref, Show("Сабақ тобы", "Секция", "Section", table=True, to="sections")]
    discipline: Annotated[
        Ref, Show("Пән", "Дисциплина", "Discipline", table=True, filter=True, to="disciplines", form=False)
    ]
    discipline_code: str
    credits: Decimal
    counts_in_gpa: bool = True
    control: Control = Control.exam
    department: Annotated[
        Ref | None,
        Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments", form=False),
    ] = None
    faculty: Ref | None = None
    day: Annotated[date, Show("Емтихан күні", "Дата экзамена", "Day of the exam", table=True)]
    due: Annotated[date | None, Show("Жабу мерзімі", "Срок закрытия", "Due", table=True)] = None
    examiners: Annotated[list[Ref], Show("Емтихан алушылар", "Экзаменаторы", "Examiners", to="people")] = Field(
        default_factory=list
    )
    rules: Id
    lines: list[SheetLine] = Field(default_factory=list, max_length=500)
    signatures: list[Signature] = Field(default_factory=list)
    corrections: list[Correction] = Field(default_factory=list)
    closed_at: datetime | None = None
    checksum: str = ""

    def label(self) -> Text:
        return Text(kk=self.number)
