"""The exam timetable (clauses 2-c, 33-2): when and where each section sits its exam, before whom; every change after
publishing is kept.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Basis, Document, Model, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused
from schemas.timetable import Clock
from schemas.words import Control, LessonKind


class ExamState(Word):
    """Only a published exam is seen by everybody and read by a sheet that is opened."""

    draft = ("draft", "Жоба", "Черновик", "Draft")
    published = ("published", "Жарияланған", "Опубликован", "Published")
    cancelled = ("cancelled", "Алынып тасталған", "Снят", "Cancelled")


class ExamChange(Model):
    """What an exam was before a change made after it was published, who changed it and on what basis."""

    at: Annotated[datetime, Show("Қашан", "Когда", "When")]
    by: Annotated[str, Show("Кім", "Кто", "Who")]
    reason: Annotated[str, Show("Себебі", "Причина", "Reason")]
    basis: Annotated[Basis | None, Show("Негіздеме", "Основание", "Basis")] = None
    day: Annotated[date, Show("Күні", "Дата", "Day")]
    starts: Annotated[Clock, Show("Басталуы", "Начало", "From")]
    minutes: Annotated[int, Show("Ұзақтығы, мин", "Длительность, мин", "Minutes")]
    room: Annotated[Ref | None, Show("Аудитория", "Аудитория", "Room")] = None
    examiners: Annotated[list[Ref], Show("Емтихан алушылар", "Экзаменаторы", "Examiners")] = Field(default_factory=list)


class Exam(Document):
    """One exam of a section: day, hour, room, examiners. A section has one that is not cancelled.

    joint: several sections of one discipline sit together in one room before the same examiners. changes: what it was
    before each change after its publishing, oldest first.
    """

    collection: ClassVar[str] = "exams"
    title: ClassVar[Text] = Text(kk="Емтихан", ru="Экзамен", en="Exam")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "examiners.id",
    }

    term: Annotated[Ref, Show("Кезең", "Период", "Term", to="terms", form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    starts: Annotated[Clock, Show("Басталуы", "Начало", "From", table=True)]
    minutes: Annotated[
        int, Field(ge=5, le=720), Show("Ұзақтығы, мин", "Длительность, мин", "Minutes", table=True)
    ] = 120  # fmt: skip
    section: Annotated[Ref, Show("Сабақ тобы", "Секция", "Section", table=True, to="sections", form=False)]
    discipline: Annotated[
        Ref, Show("Пән", "Дисциплина", "Discipline", table=True, filter=True, to="disciplines", form=False)
    ]
    control: Annotated[
        Control, Show("Бақылау нысаны", "Форма контроля", "Form of control", table=True, filter=True, form=False)
    ] = Control.exam
    kind: Annotated[LessonKind, Show("Сабақ түрі", "Вид занятия", "Kind of class", form=False)] = LessonKind.group
    group: Annotated[str, Field(max_length=60), Show("Топ", "Группа", "Group", table=True, form=False)] = ""
    room: Annotated[Ref | None, Show("Аудитория", "Аудитория", "Room", table=True, filter=True, to="rooms")] = None
    examiners: Annotated[
        list[Ref],
        Field(max_length=12),
        Show("Емтихан алушылар", "Экзаменаторы", "Examiners", table=True, to="people"),
    ] = Field(default_factory=list)
    joint: Annotated[
        bool,
        Show("Бірнеше секция бірге", "Несколько секций вместе", "Several sections together",
             help=("Бір пән бойынша бір аудиторияда бірге тапсыратын секциялар бір-біріне кедергі емес",
                   "Секции, сдающие одну дисциплину вместе в одной аудитории, друг другу не мешают",
                   "Sections that sit one discipline together in one room do not meet each other")),
    ] = False  # fmt: skip
    state: Annotated[ExamState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ExamState.draft
    )
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, to="departments", form=False)
    ] = None
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None
    published: Annotated[Stamp | None, Show("Жариялануы", "Опубликован", "Published", form=False)] = None
    changes: Annotated[list[ExamChange], Show("Өзгерістер", "Изменения", "Changes", form=False)] = Field(
        default_factory=list, max_length=100
    )

    @model_validator(mode="after")
    def _within_the_day(self) -> Self:
        if int(self.starts[:2]) * 60 + int(self.starts[3:]) + self.minutes > 24 * 60 - 1:
            raise Refused("exams.past_midnight")
        return self

    @property
    def ends(self) -> str:
        """The time of day it is over."""
        at = int(self.starts[:2]) * 60 + int(self.starts[3:]) + self.minutes
        return f"{at // 60:02d}:{at % 60:02d}"

    def label(self) -> Text:
        return Text(kk=f"{self.day:%d.%m.%Y} {self.starts}")
