"""Who studies what in a term (clauses 16, 17): streams, groups, individual lessons, ensembles; how many there should
be.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.discipline import Hours
from schemas.words import LessonKind, StudyLanguage


class Member(Model):
    """A student in a section: which study of hers, and what the list needs to show."""

    student: Ref
    study: Id
    number: str


class Taught(Model):
    """Who taught a section until when: kept when the teacher or the accompanist changes."""

    teacher: Ref | None = None
    accompanist: Ref | None = None
    since: date | None = None
    until: date
    reason: str = ""


class Section(Document):
    """A class of a discipline in a term: stream, group, subgroup, individual lesson, ensemble or collective.

    parent: the stream whose lectures it hears. graded: a grade sheet is opened for it (not for a stream that has
    groups). closed: dissolved that day; nobody sits in it and no list offers it. Its members change only through
    core.grouping, which keeps a student once in each kind of class.
    """

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
    accompanist: Annotated[Ref | None, Show("Концертмейстер", "Концертмейстер", "Accompanist", to="people")] = None
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments")] = None
    group: Annotated[str, Field(max_length=60), Show("Топ", "Группа", "Group", table=True)] = ""
    language: Annotated[
        StudyLanguage | None, Show("Оқу тілі", "Язык обучения", "Language", table=True, filter=True)
    ] = None
    capacity: Annotated[
        int | None, Field(ge=1, le=500), Show("Ең көбі, адам", "Не более, чел.", "At most, people")
    ] = None  # fmt: skip
    least: Annotated[
        int | None, Field(ge=1, le=500), Show("Ең азы, адам", "Не менее, чел.", "At least, people")
    ] = None  # fmt: skip
    hours: Annotated[Hours, Show("Оқытушы сағаты", "Часы преподавателя", "Hours of the teacher")] = Decimal(0)
    accompanist_hours: Annotated[
        Hours, Show("Концертмейстер сағаты", "Часы концертмейстера", "Hours of the accompanist")
    ] = Decimal(0)
    parent: Annotated[Ref | None, Show("Ағыны", "Поток", "Stream", to="sections", form=False)] = None
    graded: Annotated[bool, Show("Ведомость ашылады", "Открывается ведомость", "Has a grade sheet", form=False)] = True
    teacher_since: Annotated[
        date | None, Show("Оқытушы қашаннан", "Преподаватель с", "Teacher since", form=False)
    ] = None  # fmt: skip
    closed: Annotated[
        date | None, Show("Таратылған күні", "Расформирована", "Dissolved on", form=False)
    ] = None  # fmt: skip
    taught: list[Taught] = Field(default_factory=list, max_length=50)
    members: list[Member] = Field(default_factory=list, max_length=500)

    def label(self) -> Text:
        return Text(kk=self.code)


class Need(Model):
    """How many sections of one kind a discipline needs for one language, programme and year, where these are taught
    apart (None: together): the number and its arithmetic.

    enrolled students / norm → computed; chosen: what the office decided, with its reason where it differs.
    parts: who they are, «programme code · year · group» → how many.
    """

    kind: LessonKind
    language: StudyLanguage | None = None
    programme: Ref | None = None
    year: int | None = None
    enrolled: int
    norm: int
    least: int = 0
    computed: int
    chosen: int
    reason: str = ""
    parts: dict[str, int] = Field(default_factory=dict)


class Formation(Document):
    """The sections of one discipline in one term: how many are needed, and the guard of who sits where.

    Every act that moves students between the sections saves it too, so two people moving the same student meet here.
    """

    collection: ClassVar[str] = "formations"
    title: ClassVar[Text] = Text(kk="Топтарды құру", ru="Формирование групп", en="Forming of groups")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id"}

    term: Ref
    discipline: Ref
    department: Ref | None = None
    needs: list[Need] = Field(default_factory=list)
    sections: list[Ref] = Field(default_factory=list)

    def label(self) -> Text:
        return self.discipline.label
