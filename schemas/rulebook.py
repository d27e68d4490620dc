"""The rules of grading (clauses 7-5, 24-b) as a versioned document with the day it takes force; never code."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Show, Text
from schemas.checks import Refused
from schemas.words import ResultState

Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Grade(Model):
    """One row of a scale: letter, points, percents from-to (none where the scale has letters only)."""

    letter: Annotated[str, Field(min_length=1, max_length=8), Show("Әріп", "Буква", "Letter")]
    points: Annotated[Decimal | None, Field(ge=0, le=10), Show("Балл", "Баллы", "Points")] = None
    low: Annotated[Percent | None, Show("Пайыз, бастап", "Процент, от", "Percent from")] = None
    high: Annotated[Percent | None, Show("Пайыз, дейін", "Процент, до", "Percent to")] = None
    traditional: Annotated[Text | None, Show("Дәстүрлі баға", "Традиционная оценка", "Traditional grade")] = None
    state: Annotated[ResultState, Show("Нәтиже", "Результат", "Outcome")] = ResultState.passed
    gpa: Annotated[bool, Show("GPA-да", "В GPA", "In GPA")] = True
    earns: Annotated[bool, Show("Кредит береді", "Даёт кредиты", "Earns credits")] = True
    quality: Annotated[bool, Show("Сапаға кіреді", "Входит в качество", "Counts for quality")] = False


class Rulebook(Document):
    """A set of rules in force from a day. A new version is a new document; a grade keeps the one it was given under."""

    collection: ClassVar[str] = "rulebooks"
    title: ClassVar[Text] = Text(kk="Ережелер жинағы", ru="Свод правил", en="Rulebook")

    code: Annotated[
        str,
        Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$"),
        Show("Коды", "Код", "Code", table=True),
    ]
    version: Annotated[int, Field(ge=1), Show("Нұсқа", "Версия", "Version", table=True, form=False)] = 1
    name: Annotated[Text, Show("Атауы", "Название", "Title", table=True)]
    own: Annotated[
        bool,
        Show("Осы мекеменің ережесі", "Правила этого учреждения", "Rules of this institution", table=True),
    ] = True
    effective: Annotated[date, Show("Күшіне енетін күні", "Вступает в силу", "In force from", table=True)]
    basis: Annotated[str, Field(max_length=300), Show("Негіздеме", "Основание", "Basis", area=True)] = ""
    scale: Annotated[list[Grade], Show("Шкала", "Шкала", "Scale")] = Field(min_length=1)
    weight_current: Annotated[
        Decimal,
        Field(ge=0, le=100),
        Show(
            "Ағымдағы бөлік салмағы, %",
            "Вес текущей части, %",
            "Weight of the current part, %",
            group="weights",
        ),
    ] = Decimal(60)
    weight_exam: Annotated[
        Decimal,
        Field(ge=0, le=100),
        Show("Емтихан салмағы, %", "Вес экзамена, %", "Weight of the exam, %", group="weights"),
    ] = Decimal(40)
    admission_threshold: Annotated[
        Percent, Show("Жіберу шегі, %", "Порог допуска, %", "Admission threshold, %", group="weights")
    ] = Decimal(50)
    exam_threshold: Annotated[
        Percent, Show("Емтихан шегі, %", "Порог экзамена, %", "Exam threshold, %", group="weights")
    ] = Decimal(50)
    fail_letter_from: Annotated[
        Literal["exam", "total"],
        Show("FX/F әрпі неден алынады", "Откуда берётся буква FX/F", "Where FX/F comes from", group="weights"),
    ] = "exam"
    score_places: Annotated[
        int,
        Field(ge=0, le=2),
        Show("Балл ондықтары", "Знаков в балле", "Decimal places of a score", group="rounding"),
    ] = 0
    rating_places: Annotated[
        int,
        Field(ge=0, le=4),
        Show("Рейтинг ондықтары", "Знаков в рейтинге", "Decimal places of the rating", group="rounding"),
    ] = 0
    grade_places: Annotated[
        int,
        Field(ge=0, le=2),
        Show(
            "Қорытынды баға ондықтары",
            "Знаков в итоговой",
            "Decimal places of the final grade",
            group="rounding",
        ),
    ] = 0
    gpa_places: Annotated[
        int,
        Field(ge=1, le=4),
        Show("GPA ондықтары", "Знаков в GPA", "Decimal places of the GPA", group="rounding"),
    ] = 2
    rounding: Annotated[
        Literal["half_up", "half_even", "down"],
        Show("Дөңгелектеу", "Округление", "Rounding", group="rounding"),
    ] = "half_up"
    repeat: Annotated[
        Literal["latest", "all"],
        Show("Қайта тапсыру GPA-да", "Повторные попытки в GPA", "Repeats in the GPA", group="rounding"),
    ] = "latest"
    absent_letter: Annotated[
        str,
        Field(max_length=8),
        Show("Келмегеннің әрпі", "Буква за неявку", "Letter for absence", group="weights"),
    ] = "F"
    excused_letter: Annotated[
        str,
        Field(max_length=8),
        Show("Себепті келмегеннің әрпі", "Буква за уважительную неявку", "Letter if excused", group="weights"),
    ] = "I"
    not_admitted_letter: Annotated[
        str,
        Field(max_length=8),
        Show("Жіберілмегеннің әрпі", "Буква недопущенного", "Letter if not admitted", group="weights"),
    ] = "F"

    pass_letter: Annotated[
        str, Field(max_length=8), Show("«Сынақтан өтті» әрпі", "Буква «зачтено»", "Letter for a pass", group="weights")
    ] = "P"  # fmt: skip
    no_pass_letter: Annotated[
        str, Field(max_length=8),
        Show("«Сынақтан өтпеді» әрпі", "Буква «не зачтено»", "Letter for no pass", group="weights"),
    ] = "NP"  # fmt: skip
    unfinished_letter: Annotated[
        str, Field(max_length=8),
        Show("Аяқталмаған нәтиже әрпі", "Буква незавершённого", "Letter if not finished", group="weights"),
    ] = "I"  # fmt: skip
    withdrawn_letter: Annotated[
        str, Field(max_length=8),
        Show("Пәннен шыққанның әрпі", "Буква снятого с дисциплины", "Letter if withdrawn", group="weights"),
    ] = "W"  # fmt: skip
    listener_letter: Annotated[
        str, Field(max_length=8), Show("Тыңдаушының әрпі", "Буква слушателя", "Letter of a listener", group="weights")
    ] = "AU"  # fmt: skip
    unfinished_days: Annotated[
        int, Field(ge=1, le=400),
        Show("Аяқталмаған нәтижені жабу мерзімі, күн", "Срок закрытия незавершённого, дней",
             "Days to finish an incomplete", group="retakes"),
    ] = 30  # fmt: skip
    resit_letters: Annotated[
        str,
        Field(max_length=40),
        Show("Қайта тапсыруға болатын әріптер", "Буквы, допускающие пересдачу", "Letters that may be re-sat",
             group="retakes", help=("Үтір арқылы", "Через запятую", "Separated by commas")),
    ] = "FX"  # fmt: skip
    resits: Annotated[
        int, Field(ge=0, le=10),
        Show("Кезеңде қайта тапсыру, ең көбі", "Пересдач за период, не более", "Re-sits in a term, at most",
             group="retakes"),
    ] = 2  # fmt: skip
    absent_midterm: Annotated[
        Literal["zero", "none"],
        Show("Аралық бақылауға келмеген", "Неявка на рубежный контроль", "Absent at a midterm", group="retakes"),
    ] = "zero"  # fmt: skip

    def may_resit(self, letter: str) -> bool:
        """May a control that ended with this letter be sat again without studying the discipline anew?"""
        return letter in re.split(r"[\s,;]+", self.resit_letters)

    @model_validator(mode="after")
    def _scale_is_whole(self) -> Self:
        if self.weight_current + self.weight_exam != 100:
            raise Refused("errors.field.weights_sum", sum=self.weight_current + self.weight_exam)
        if self.own:
            known = {g.letter for g in self.scale}
            for letter in (self.absent_letter, self.excused_letter, self.not_admitted_letter):
                if letter not in known:
                    raise Refused("errors.field.letter_not_in_scale", letter=letter)
            for name in ("pass_letter", "no_pass_letter", "unfinished_letter", "withdrawn_letter", "listener_letter"):
                letter = getattr(self, name)
                # A scale without them may keep the usual names: the first sheet that needs one says what is missing.
                if letter not in known and letter != type(self).model_fields[name].default:
                    raise Refused("errors.field.letter_not_in_scale", letter=letter)
        letters = [g.letter for g in self.scale]
        if len(set(letters)) != len(letters):
            raise Refused("errors.field.scale_letters")
        bands = sorted((g.low, g.high) for g in self.scale if g.low is not None and g.high is not None)
        step = Decimal(1).scaleb(-self.grade_places)
        for (_, high), (low, _) in zip(bands, bands[1:], strict=False):
            if low != high + step:
                raise Refused("errors.field.scale_gap", high=high, low=low)
        if bands and (bands[0][0] != 0 or bands[-1][1] != 100):
            raise Refused("errors.field.scale_gap", high=bands[-1][1], low=bands[0][0])
        return self

    def label(self) -> Text:
        v = self.version
        return Text(kk=f"{self.name.kk} · {v}", ru=f"{self.name.get('ru')} · {v}", en=f"{self.name.get('en')} · {v}")
