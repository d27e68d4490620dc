"""Disciplines and programmes: the catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text
from schemas.words import Component, Control, Cycle, LessonKind, StudyLanguage

Credits = Annotated[Decimal, Field(ge=0, le=400, decimal_places=2)]
Hours = Annotated[Decimal, Field(ge=0, le=2000, decimal_places=1)]


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
    prerequisites: Annotated[
        list[Ref], Field(max_length=20),
        Show("Пререквизиттер", "Пререквизиты", "Prerequisites", to="disciplines",
             help=("Алдымен тапсырылуға тиіс пәндер", "Дисциплины, которые должны быть сданы раньше",
                   "Disciplines that must be passed before")),
    ] = Field(default_factory=list)  # fmt: skip
    besides: Annotated[
        list[str], Field(max_length=5),
        Show("Қасындағы ведомостар", "Ведомости при дисциплине", "Sheets beside its own", to="kind:sheet",
             help=("Курстық жұмыс сияқты бөлек нәтиже беретін түрлер: кезең ведомостарымен бірге ашылады",
                   "Виды, дающие отдельный результат (курсовая работа): открываются вместе с ведомостями периода",
                   "Kinds that give a result apart (a course work): opened with the sheets of a period")),
    ] = Field(default_factory=list)  # fmt: skip
    lecture_hours: Annotated[
        Hours, Show("Ағымдағы дәріс, сағ. (кезеңге)", "Лекции в потоке, ч за период", "Stream lectures, h a term",
                    group="hours", help=("0 — ағынмен дәріс жоқ", "0 — потоковых лекций нет", "0: no stream lectures")),
    ] = Decimal(0)  # fmt: skip
    class_hours: Annotated[
        Hours, Show("Сабақ, сағ. (кезеңге)", "Занятия, ч за период", "Classes, h a term", group="hours")
    ] = Decimal(0)
    accompanist_hours: Annotated[
        Hours,
        Show("Концертмейстер, сағ. (кезеңге)", "Концертмейстер, ч за период", "Accompanist, h a term", group="hours"),
    ] = Decimal(0)
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
    level: Annotated[
        str, Field(max_length=40),
        Show("Білім беру деңгейі", "Уровень образования", "Level of education", table=True, filter=True,
             to="list:levels"),
    ] = ""  # fmt: skip
    direction: Annotated[
        str, Field(max_length=40),
        Show("Даярлау бағыты", "Направление подготовки", "Direction of training", table=True, filter=True,
             to="list:directions"),
    ] = ""  # fmt: skip
    degree: Annotated[Text | None, Show("Дәрежесі", "Степень", "Degree")] = None
    credits: Annotated[Credits | None, Show("Кредит", "Кредиты", "Credits", table=True)] = None
    licence: Annotated[str, Field(max_length=120), Show("Лицензия", "Лицензия", "Licence")] = ""
    licence_day: Annotated[date | None, Show("Лицензия күні", "Дата лицензии", "Date of the licence")] = None
    accreditation: Annotated[str, Field(max_length=120), Show("Аккредиттеу", "Аккредитация", "Accreditation")] = ""
    accredited_until: Annotated[
        date | None, Show("Аккредиттеу мерзімі", "Аккредитация до", "Accredited until", table=True)
    ] = None
    languages: Annotated[list[StudyLanguage], Show("Оқу тілдері", "Языки обучения", "Languages of study")] = Field(
        default_factory=list
    )
    first_intake: Annotated[
        int | None, Field(ge=1900, le=2200),
        Show("Осы кодпен алғашқы қабылдау жылы", "Код действует с приёма", "Code from the intake of"),
    ] = None  # fmt: skip
    last_intake: Annotated[
        int | None, Field(ge=1900, le=2200),
        Show("Осы кодпен соңғы қабылдау жылы", "Код действует по приём", "Code to the intake of"),
    ] = None  # fmt: skip
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True

    def label(self) -> Text:
        return Text(
            kk=f"{self.code} {self.name.kk}",
            ru=f"{self.code} {self.name.get('ru')}",
            en=f"{self.code} {self.name.get('en')}",
        )
