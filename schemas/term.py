"""Academic periods and who studies what in them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.checks import Refused
from schemas.words import LessonKind, TermKind


class Term(Document):
    """An academic period: code such as 2026-1, its days, the day by which sheets are to be closed."""

    collection: ClassVar[str] = "terms"
    described: ClassVar[str] = "terms"
    title: ClassVar[Text] = Text(kk="Академиялық кезең", ru="Академический период", en="Term")

    code: Annotated[str, Field(min_length=1, max_length=20), Show("Коды", "Код", "Code", table=True)]
    kind: Annotated[TermKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)]
    year: Annotated[
        int,
        Field(ge=1900, le=2200),
        Show("Оқу жылы (басталуы)", "Учебный год (начало)", "Academic year (start)", table=True),
    ]
    starts: Annotated[date | None, Show("Басталуы", "Начало", "Starts", table=True)] = None
    ends: Annotated[date | None, Show("Аяқталуы", "Окончание", "Ends", table=True)] = None
    sheets_due: Annotated[
        date | None, Show("Ведомостарды жабу мерзімі", "Срок закрытия ведомостей", "Sheets due", table=True)
    ] = None
    source: Annotated[str, Field(max_length=80), Show("Дерек көзі", "Источник", "Source", form=False)] = ""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise Refused("errors.field.ends_before_start")
        return self

    def label(self) -> Text:
        span = f"{self.year}/{(self.year + 1) % 100:02d}"
        return Text(
            kk=f"{span}, {self.kind.label('kk')}",
            ru=f"{span}, {self.kind.label('ru')}",
            en=f"{span}, {self.kind.label('en')}",
        )


class Member(Model):
    """A student in a section: which study of hers, and what the list needs to show."""

    student: Ref
    study: Id
    number: str


class Section(Document):
    """A class of a discipline in a term: stream, group, subgroup, individual lesson or ensemble."""

    collection: ClassVar[str] = "sections"
    described: ClassVar[str] = "sections"
    title: ClassVar[Text] = Text(kk="Сабақ тобы", ru="Учебная секция", en="Section")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "teacher.id",
    }

    code: Annotated[str, Field(min_length=1, max_length=60), Show("Коды", "Код", "Code", table=True)]
    term: Annotated[Ref, Show("Кезең", "Период", "Term", table=True, filter=True, to="terms")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", table=True, filter=True, to="disciplines")]
    kind: Annotated[LessonKind, Show("Сабақ түрі", "Вид занятия", "Kind of class", table=True, filter=True)] = (
        LessonKind.group
    )
    teacher: Annotated[
        Ref | None, Show("Оқытушы", "Преподаватель", "Teacher", table=True, filter=True, to="people")
    ] = None
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments")] = None
    group: Annotated[str, Field(max_length=60), Show("Топ", "Группа", "Group", table=True)] = ""
    members: list[Member] = Field(default_factory=list, max_length=500)

    def label(self) -> Text:
        return Text(kk=self.code)
