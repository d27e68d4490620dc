"""Processes of the office and their indicators, as data: what is counted, over what, when, how good is good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.condition import Asked, Condition
from schemas.kinds.base import Body
from schemas.words import Role

Path = Annotated[str, Field(max_length=80)]


class Measure(Word):
    """What is made of the rows."""

    share = ("share", "Үлесі", "Доля", "Share")
    mean = ("mean", "Орташа мәні", "Среднее", "Mean")
    number = ("number", "Саны", "Количество", "Number")


class Direction(Word):
    """Which way is better."""

    up = ("up", "Көп болғаны жақсы", "Чем больше, тем лучше", "More is better")
    down = ("down", "Аз болғаны жақсы", "Чем меньше, тем лучше", "Less is better")
    watch = ("watch", "Бақыланады", "Отслеживается", "Watched")


class Rhythm(Word):
    """How often it is counted."""

    month = ("month", "Ай сайын", "Каждый месяц", "Every month")
    quarter = ("quarter", "Тоқсан сайын", "Каждый квартал", "Every quarter")
    term = ("term", "Семестр сайын", "Каждый семестр", "Every semester")
    year = ("year", "Оқу жылы сайын", "Каждый учебный год", "Every academic year")


class Aim(Model):
    """A target and since when; near: how far from it still counts as close. What was measured before keeps its own."""

    since: Annotated[date, Show("Қай күннен", "С какого дня", "From")]
    until: Annotated[date | None, Show("Қай күнге дейін", "По какой день", "Until")] = None
    value: Annotated[Decimal, Field(decimal_places=4), Show("Мақсат", "Цель", "Target")]
    near: Annotated[
        Decimal, Field(ge=0, decimal_places=4), Show("Ескерту шегі", "Уровень предупреждения", "Warning within")
    ] = Decimal(0)  # fmt: skip

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.until and self.until < self.since:
            raise Refused("errors.field.ends_before_start", "until")
        return self

    def holds(self, day: date) -> bool:
        """Is it in force on a day?"""
        return self.since <= day and (self.until is None or day <= self.until)


class ProcessKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Офис процесі: кім жауапты, ереженің қай тармақтары.",
        ru="Процесс офиса: кто отвечает, какие пункты положения.",
        en="A process of the office: who answers for it, by which clauses.",
    )

    sort: Literal["process"] = "process"
    owner: Annotated[Role, Show("Жауапты рөл", "Ответственная роль", "Owner", table=True)] = Role.head
    clauses: Annotated[
        str, Field(max_length=120), Show("Ереже тармақтары", "Пункты положения", "Clauses", table=True)
    ] = ""  # fmt: skip


class IndicatorKind(Body):
    """Of rows of `source` that meet `of` those count that meet `counts`; the value is their share, mean or number.

    over, over_of, over_when: what a share is divided by, where it is not of the same source. when: the field by which
    a row belongs to a period, `@term` by its term. cut: the field by which it is drilled. shown: the fields of the rows
    behind, several parted by commas.
    """

    hint: ClassVar[Text] = Text(
        kk="Көрсеткіш: қай жазбалар саналады, неге бөлінеді, мақсаты, кезеңі, жауаптысы.",
        ru="Показатель: какие записи считаются, на что делятся, цель, период, ответственный.",
        en="An indicator: which records count, over which, the target, the period, the owner.",
    )

    sort: Literal["indicator"] = "indicator"
    process: Annotated[
        str, Field(max_length=40), Show("Процесі", "Процесс", "Process", table=True, to="kind:process")
    ] = ""  # fmt: skip
    owner: Annotated[Role, Show("Жауапты рөл", "Ответственная роль", "Owner", table=True)] = Role.head
    source: Annotated[Asked, Show("Дереккөзі", "Источник", "Source", table=True)]
    when: Annotated[Path, Show("Кезең өрісі", "Поле периода", "Field of the period")] = ""
    of: Annotated[
        list[Condition], Field(max_length=20), Show("Қай жазбалар алынады", "Какие записи берутся", "Which rows")
    ] = Field(default_factory=list)  # fmt: skip
    measure: Annotated[Measure, Show("Өлшемі", "Мера", "Measure")] = Measure.share
    counts: Annotated[
        list[Condition], Field(max_length=20), Show("Олардың қайсысы саналады", "Какие из них считаются", "Which count")
    ] = Field(default_factory=list)  # fmt: skip
    value: Annotated[Path, Show("Орташасы алынатын сан", "Число, от которого среднее", "Number of the mean")] = ""
    over: Annotated[
        Asked | None, Show("Неге бөлінеді (басқа дереккөз)", "На что делится (другой источник)", "Over another source")
    ] = None  # fmt: skip
    over_when: Annotated[Path, Show("Бөлгіштің кезең өрісі", "Поле периода делителя", "Its field of the period")] = ""
    over_of: Annotated[
        list[Condition], Field(max_length=20), Show("Бөлгіштің жазбалары", "Записи делителя", "Its rows")
    ] = Field(default_factory=list)  # fmt: skip
    per: Annotated[
        int, Field(ge=1, le=100_000), Show("Нешеге шаққанда", "На сколько", "Per how many",
                                           help=("Пайызға — 100", "Для процентов — 100", "100 makes percent"))
    ] = 100  # fmt: skip
    digits: Annotated[int, Field(ge=0, le=4), Show("Үтірден кейін", "Знаков после запятой", "Decimals")] = 1
    direction: Annotated[Direction, Show("Қайсысы жақсы", "Что лучше", "Which is better")] = Direction.watch
    every: Annotated[Rhythm, Show("Кезеңі", "Период", "Period", table=True)] = Rhythm.term
    aims: Annotated[list[Aim], Field(max_length=40), Show("Мақсаттары", "Цели", "Targets")] = Field(
        default_factory=list
    )
    cut: Annotated[Path, Show("Қима өрісі", "Поле разреза", "Drilled by")] = ""
    shown: Annotated[
        str, Field(max_length=400), Show("Жазбалардың өрістері", "Поля записей", "Fields of the rows")
    ] = ""  # fmt: skip
    late_days: Annotated[
        int, Field(ge=0, le=365),
        Show("Кезең біткен соң неше күнде тұруы тиіс", "Через сколько дней после периода должно стоять",
             "Due so many days after the period",
             help=("Мән сонда жоқ не мақсаттан төмен болса, жауаптыға тапсырма беріледі",
                   "Если значения тогда нет или цель не достигнута, ответственный получает задачу",
                   "If the value is not there by then, or is off target, the owner gets a task")),
    ] = 10  # fmt: skip
    home: Annotated[
        bool, Show("Басты бетте тұрады", "Стоит на главной", "On the home page",
                   help=("Кафедра өз санын көреді, егер қима өрісі кафедра болса",
                         "Кафедра видит своё число, если поле разреза — кафедра",
                         "A department sees its own number where the field of the cut is the department"))
    ] = False  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.measure is Measure.mean and not self.value:
            raise Refused("errors.field.missing", "value")
        if self.measure is Measure.share and self.over is None:
            if not self.counts:
                raise Refused("errors.field.missing", "counts")
            if all(c in self.of for c in self.counts):
                raise Refused("indicators.by_itself", "counts")
        if self.measure is Measure.share and self.over is self.source and not self.counts:
            if (self.over_of, self.over_when) == (self.of, self.when):
                raise Refused("indicators.by_itself", "over")
        ordered = sorted(self.aims, key=lambda a: a.since)
        if any(b.since == a.since or (a.until and b.since <= a.until) for a, b in pairwise(ordered)):
            raise Refused("indicators.aims_meet", "aims")
        return self

    def aim(self, day: date) -> Aim | None:
        """The target in force on a day: the newest that holds."""
        return max((a for a in self.aims if a.holds(day)), key=lambda a: a.since, default=None)


__all__ = ["Aim", "Direction", "IndicatorKind", "Measure", "ProcessKind", "Rhythm"]
