"""Curricula (clauses 7-4, 16): what a programme's intake studies, semester by semester."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.discipline import Credits, Hours
from schemas.words import Component, Control, CurriculumState, Cycle, LessonKind


class CurriculumLine(Model):
    """One discipline of a semester. Lines of one semester with the same `block` are alternatives: of them `choose`
    are taken (the same number in all of them), and only these count in the sums."""

    id: Id
    semester: Annotated[int, Field(ge=1, le=12), Show("Семестр", "Семестр", "Semester")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    code: Annotated[str, Show("Коды", "Код", "Code", form=False)]
    cycle: Annotated[Cycle, Show("Циклі", "Цикл", "Cycle")]
    component: Annotated[Component, Show("Компоненті", "Компонент", "Component")]
    credits: Annotated[Credits, Show("Кредит", "Кредиты", "Credits")]
    lesson: Annotated[LessonKind, Show("Сабақ түрі", "Вид занятия", "Kind of class")] = LessonKind.group
    control: Annotated[Control, Show("Бақылау", "Контроль", "Control")] = Control.exam
    block: Annotated[str, Field(max_length=20), Show("Таңдау блогы", "Блок выбора", "Elective block")] = ""
    choose: Annotated[int, Field(ge=1, le=10), Show("Нешеуі таңдалады", "Сколько выбрать", "How many to choose")] = 1
    lecture_hours: Annotated[Hours, Show("Дәріс, сағ.", "Лекции, ч", "Lectures, h")] = Decimal(0)
    class_hours: Annotated[Hours, Show("Сабақ, сағ.", "Занятия, ч", "Classes, h")] = Decimal(0)
    accompanist_hours: Annotated[Hours, Show("Концертмейстер, сағ.", "Концертмейстер, ч", "Accompanist, h")] = Decimal(
        0
    )
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments")] = None
    counts_in_gpa: Annotated[bool, Show("GPA-ға кіреді", "Входит в GPA", "Counts in the GPA")] = True


class Curriculum(Document):
    """A curriculum of a programme for an intake; approved, it is changed only by a further version.

    specialisation: empty: for the whole programme; else for students whose study has this department. One version of
    one programme, intake and department is approved at a time; what students were registered by stays in their plans.
    """

    collection: ClassVar[str] = "curricula"
    described: ClassVar[str] = "curricula"
    title: ClassVar[Text] = Text(kk="Оқу жоспары", ru="Учебный план", en="Curriculum")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id"}

    programme: Annotated[
        Ref, Show("Білім беру бағдарламасы", "Образовательная программа", "Programme", table=True, filter=True,
                  to="programmes")
    ]  # fmt: skip
    department: Annotated[
        Ref | None,
        Show("Мамандану кафедрасы", "Кафедра специализации", "Department of the specialisation", table=True,
             filter=True, to="departments",
             help=("Бос — бүкіл бағдарламаға", "Пусто — для всей программы", "Empty: for the whole programme")),
    ] = None  # fmt: skip
    intake: Annotated[
        int, Field(ge=1990, le=2200), Show("Қабылдау жылы", "Год приёма", "Intake", table=True, filter=True)
    ]  # fmt: skip
    version: Annotated[int, Field(ge=1), Show("Нұсқа", "Версия", "Version", table=True, form=False)] = 1
    state: Annotated[
        CurriculumState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = CurriculumState.draft  # fmt: skip
    structure: Annotated[
        str, Field(max_length=40),
        Show("Құрылым үлгісі", "Шаблон структуры", "Structure template", to="kind:structure"),
    ] = ""  # fmt: skip
    semesters: Annotated[int, Field(ge=1, le=12), Show("Семестр саны", "Семестров", "Semesters")] = 8
    credits: Annotated[Decimal, Show("Кредит", "Кредиты", "Credits", table=True, form=False)] = Decimal(0)
    protocol: Annotated[
        str, Field(max_length=60), Show("Хаттама №", "Протокол №", "Protocol no.", group="approval", form=False)
    ] = ""  # fmt: skip
    approved_on: Annotated[
        date | None, Show("Бекітілген күні", "Утверждён", "Approved on", group="approval", table=True, form=False)
    ] = None
    drafted_by: Id | None = None
    lines: list[CurriculumLine] = Field(default_factory=list, max_length=400)

    def label(self) -> Text:
        words = self.programme.label
        unit = f", {self.department.label.kk}" if self.department else ""
        end = f"{self.intake}, v{self.version}"
        return Text(
            kk=f"{words.kk}{unit}, {end}",
            ru=f"{words.get('ru')}{unit and ', ' + self.department.label.get('ru') if self.department else ''}, {end}",
            en=f"{words.get('en')}{unit and ', ' + self.department.label.get('en') if self.department else ''}, {end}",
        )
