"""Disciplines and programmes: the catalogue."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text
from schemas.words import Component, Control, Cycle, LessonKind

Credits = Annotated[Decimal, Field(ge=0, le=400, decimal_places=2)]


class Discipline(Document):
    """What is taught: title in three languages, credits, how it closes, whether it stands in the GPA."""

    collection: ClassVar[str] = "disciplines"
    described: ClassVar[str] = "disciplines"
    title: ClassVar[Text] = Text(kk="Пән", ru="Дисциплина", en="Discipline")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id"}

    code: Annotated[str, Field(min_length=1, max_length=30), Show("Коды", "Код", "Code", table=True, filter=True)]
    name: Annotated[Text, Show("Атауы", "Название", "Title", table=True)]
    credits: Annotated[Credits, Show("Кредит", "Кредиты", "Credits", table=True)]
    cycle: Annotated[Cycle | None, Show("Циклі", "Цикл", "Cycle", table=True, filter=True)] = None
    component: Annotated[Component | None, Show("Компоненті", "Компонент", "Component", filter=True)] = None
    lesson: Annotated[LessonKind | None, Show("Сабақ түрі", "Вид занятия", "Kind of class", filter=True)] = None
    control: Annotated[Control, Show("Бақылау нысаны", "Форма контроля", "Form of control", filter=True)] = Control.exam
    counts_in_gpa: Annotated[bool, Show("GPA-ға кіреді", "Входит в GPA", "Counts in the GPA")] = True
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True
    source: Annotated[str, Field(max_length=80), Show("Дерек көзі", "Источник", "Source", form=False)] = ""

    def label(self) -> Text:
        return self.name


class Programme(Document):
    """An educational programme; one programme changes its code over time, students keep that of their intake."""

    collection: ClassVar[str] = "programmes"
    described: ClassVar[str] = "programmes"
    title: ClassVar[Text] = Text(kk="Білім беру бағдарламасы", ru="Образовательная программа", en="Programme")

    code: Annotated[str, Field(min_length=1, max_length=30), Show("Коды", "Код", "Code", table=True)]
    name: Annotated[Text, Show("Атауы", "Название", "Title", table=True)]
    degree: Annotated[Text | None, Show("Дәрежесі", "Степень", "Degree")] = None
    credits: Annotated[Credits | None, Show("Кредит", "Кредиты", "Credits", table=True)] = None
    licence: Annotated[str, Field(max_length=120), Show("Лицензия", "Лицензия", "Licence")] = ""
    accreditation: Annotated[str, Field(max_length=120), Show("Аккредиттеу", "Аккредитация", "Accreditation")] = ""
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True

    def label(self) -> Text:
        return Text(
            kk=f"{self.code} {self.name.kk}",
            ru=f"{self.code} {self.name.get('ru')}",
            en=f"{self.code} {self.name.get('en')}",
        )
