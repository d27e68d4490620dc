"""A course of study of the person (clauses 2, 24-b): its attributes, its results, what was registered, its sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Id, Model, Ref, Show, Text
from schemas.words import (
    MARK,
    Component,
    Cycle,
    Funding,
    Mark,
    PlanReason,
    ResultState,
    StudyForm,
    StudyLanguage,
    StudyStatus,
)


class StudyProfile(Model):
    """One course of study of the person; its attributes have a history (a second degree is a second study)."""

    described: ClassVar[str] = "studies"

    id: Id
    status: Annotated[
        StudyStatus, Show("Мәртебесі", "Статус", "Status", group="study", table=True, filter=True, form=False)
    ] = StudyStatus.active
    programme: Annotated[
        Ref | None,
        Show(
            "Білім беру бағдарламасы",
            "Образовательная программа",
            "Programme",
            group="study",
            table=True,
            filter=True,
            to="programmes",
        ),
    ] = None
    department: Annotated[
        Ref | None,
        Show("Кафедра", "Кафедра", "Department", group="study", table=True, filter=True, to="departments"),
    ] = None
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", group="study", filter=True, to="departments")
    ] = None
    instrument: Annotated[
        str,
        Field(max_length=80),
        Show(
            "Мамандануы (аспабы)",
            "Специализация (инструмент)",
            "Specialisation (instrument)",
            group="study",
            table=True,
        ),
    ] = ""
    teacher: Annotated[
        Ref | None,
        Show(
            "Мамандық бойынша оқытушысы",
            "Преподаватель по специальности",
            "Principal teacher",
            group="study",
            to="people",
        ),
    ] = None
    year: Annotated[
        int | None,
        Field(ge=1, le=8),
        Show("Курс", "Курс", "Year of study", group="study", table=True, filter=True),
    ] = None
    # Set by orders alone: staying for a repeat year sets it, going on to the next year clears it.
    repeating: Annotated[
        bool, Show("Қайта курста", "На повторном курсе", "Repeating the year", group="study", filter=True, form=False)
    ] = False
    group: Annotated[
        str, Field(max_length=40), Show("Топ", "Группа", "Group", group="study", table=True, filter=True)
    ] = ""
    language: Annotated[
        StudyLanguage | None,
        Show("Оқу тілі", "Язык обучения", "Language of study", group="study", table=True, filter=True),
    ] = None
    form: Annotated[
        StudyForm | None, Show("Оқу нысаны", "Форма обучения", "Form of study", group="study", filter=True)
    ] = None
    funding: Annotated[
        Funding | None,
        Show("Қаржыландыру", "Финансирование", "Funding", group="study", table=True, filter=True),
    ] = None
    curriculum: Annotated[
        Ref | None, Show("Оқу жоспары", "Учебный план", "Curriculum", group="study", to="curricula")
    ] = None  # fmt: skip
    adviser: Annotated[Ref | None, Show("Эдвайзері", "Эдвайзер", "Adviser", group="study", to="people")] = None
    admitted_on: Annotated[date | None, Show("Қабылданған күні", "Дата зачисления", "Admitted on", group="study")] = (
        None
    )
    # Of who is on leave; set by orders alone (core.orders).
    leave_ground: Annotated[
        str, Field(max_length=40),
        Show("Демалыс негізі", "Основание отпуска", "Ground of the leave", group="study", filter=True, form=False,
             to="kind:leave_ground"),
    ] = ""  # fmt: skip
    leave_until: Annotated[
        date | None, Show("Демалыс аяғы", "Отпуск до", "On leave until", group="study", form=False)
    ] = None  # fmt: skip
    custom: dict[str, Any] | None = None


class Scores(Model):
    """What was given, out of 100; empty where the control does not exist."""

    midterm_1: Decimal | None = None
    midterm_2: Decimal | None = None
    admission_rating: Decimal | None = None
    exam: Decimal | None = None


class Result(Model):
    """One attempt at one discipline; earlier attempts stay beside it.

    gpa: stands in the GPA; replaces: a newer attempt takes the older one's place there. sheet: the code of the kind of
    sheet that gave it; apart: what it is of beside the discipline (a course work), else empty; until: by when an
    unfinished one is to be finished.
    points and final_grade under `rules` (rulebook id); credits in the units of `rules`.
    """

    id: Id
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    code: Annotated[str, Show("Пән коды", "Код дисциплины", "Code of the discipline")]
    term: Annotated[str, Show("Кезең коды", "Код периода", "Code of the term")]
    section: str = ""
    attempt: Annotated[int, Show("Тапсыру реті", "Попытка", "Attempt")] = 1
    credits: Annotated[Decimal, Show("Кредит", "Кредиты", "Credits")]
    scores: Scores = Field(default_factory=Scores)
    final_grade: Annotated[
        Decimal | None, Show("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %", also=MARK)
    ] = None  # fmt: skip
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter")]
    points: Annotated[
        Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", also=MARK)
    ] = None  # fmt: skip
    traditional: Text | None = None
    mark: Annotated[Mark | None, Show("Белгі", "Отметка", "Mark")] = None
    state: Annotated[ResultState, Show("Нәтиже күйі", "Состояние результата", "State of the result")]
    earned: Annotated[Decimal, Show("Игерілген кредит", "Освоено кредитов", "Credits earned")]
    gpa: Annotated[bool, Show("Орташа балға кіреді", "Входит в средний балл", "Stands in the GPA")]
    replaces: bool = True
    rules: Id
    source: str = ""
    sheet: Annotated[str, Show("Ведомость түрі", "Вид ведомости", "Kind of grade sheet", to="kind:sheet")] = ""
    apart: Annotated[str, Show("Пәннен бөлек", "Отдельно от дисциплины", "Apart from the discipline")] = ""
    until: Annotated[date | None, Show("Аяқтау мерзімі", "Завершить до", "To be finished by")] = None
    on: Annotated[date, Show("Қойылған күні", "Дата выставления", "Given on")]


class Enrolment(Model):
    """A discipline the student is registered for in a term; the result that follows is found by term and discipline."""

    id: Id
    term: str
    discipline: Ref
    code: str
    credits: Decimal
    cycle: Cycle | None = None
    component: Component | None = None
    reason: PlanReason = PlanReason.curriculum
    on: date


class Totals(Model):
    """Sums of a study under its newest rules: credits earned, GPA (full precision), academic debts."""

    credits: Decimal = Decimal(0)
    gpa: Decimal | None = None
    academic_debts: int = 0


class Came(Model):
    """Where a study stood before its record was joined to another of the same person."""

    student: Id
    study: Id


class Study(StudyProfile):
    """A study with its results and totals; `opened`: since when it is true.

    since, came: of a study brought by a merge: since when it stands in this record, and where it stood (newest first).
    """

    opened: date | None = None
    since: date | None = None
    came: list[Came] = Field(default_factory=list)
    record: list[Result] = Field(default_factory=list)
    enrolled: list[Enrolment] = Field(default_factory=list)
    totals: Totals = Field(default_factory=Totals)
