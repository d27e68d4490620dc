"""A quality objective (ISO 9001, 6.2; clause 32): what is wanted by when, what came out in each period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused
from schemas.kinds.indicators import Direction


class ObjectiveState(Word):
    running = ("running", "Орындалуда", "Выполняется", "Running")
    reached = ("reached", "Орындалды", "Достигнута", "Reached")
    missed = ("missed", "Орындалмады", "Не достигнута", "Not reached")
    dropped = ("dropped", "Тоқтатылды", "Прекращена", "Dropped")


class PlanStep(Model):
    """What is planned up to a day, on the way to the target."""

    until: Annotated[date, Show("Қай күнге", "К какому дню", "By")]
    value: Annotated[Decimal, Field(decimal_places=4), Show("Жоспар", "План", "Plan")]


class ObjectiveFact(Model):
    """What came out in a period. A later value of the same period is a further row; the newest stands.

    measurement: the stored value of the indicator it came from; "": written by hand.
    """

    period: Annotated[Text, Show("Кезең", "Период", "Period")]
    on: Annotated[date, Show("Қай күнге", "На какой день", "As of")]
    value: Annotated[Decimal, Show("Факт", "Факт", "Fact")]
    note: Annotated[str, Field(max_length=500), Show("Ескертпе", "Примечание", "Note")] = ""
    code: str = ""
    measurement: Id = ""
    by: Stamp | None = None


class Objective(Document):
    """An objective with its plan and its facts. indicator: whose stored values come as facts by themselves."""

    collection: ClassVar[str] = "objectives"
    title: ClassVar[Text] = Text(kk="Сапа мақсаты", ru="Цель в области качества", en="Quality objective")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "reached": frozenset(), "missed": frozenset(), "dropped": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    text: Annotated[
        str, Field(min_length=1, max_length=500), Show("Мақсат", "Цель", "Objective", table=True, area=True)
    ]  # fmt: skip
    process: Annotated[
        str, Field(max_length=40), Show("Процесі", "Процесс", "Process", table=True, filter=True, to="kind:process")
    ] = ""  # fmt: skip
    indicator: Annotated[
        str, Field(max_length=40), Show("Көрсеткіші", "Показатель", "Indicator", to="kind:indicator",
                                        help=("Таңдалса, факт есептелген мәндерден өзі келеді",
                                              "Если выбран, факт приходит из его значений сам",
                                              "Where chosen, facts come from its stored values")),
    ] = ""  # fmt: skip
    measure: Annotated[
        str, Field(max_length=200), Show("Өлшемі", "Измеритель", "Measure",
                                         help=("Көрсеткіш болмаса: не өлшенеді", "Если показателя нет: что измеряется",
                                               "Without an indicator: what is measured")),
    ] = ""  # fmt: skip
    unit: Annotated[str, Field(max_length=20), Show("Бірлігі", "Единица", "Unit")] = "%"
    direction: Annotated[Direction, Show("Қайсысы жақсы", "Что лучше", "Which is better")] = Direction.up
    target: Annotated[Decimal, Field(decimal_places=4), Show("Жоспар (мақсат)", "План (цель)", "Plan (target)")]
    steps: Annotated[
        list[PlanStep], Field(max_length=40), Show("Кезең жоспары", "План по периодам", "Plan by periods")
    ] = Field(default_factory=list)  # fmt: skip
    resources: Annotated[
        str, Field(max_length=500), Show("Ресурстары", "Ресурсы", "Resources", area=True)
    ] = ""  # fmt: skip
    responsible: Annotated[Ref, Show("Жауапты", "Ответственный", "Responsible", table=True, to="users")]
    first: Annotated[date, Show("Басталуы", "Начало", "From")]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due", table=True)]
    facts: Annotated[list[ObjectiveFact], Field(max_length=400), Show("Фактілер", "Факты", "Facts", form=False)] = (
        Field(default_factory=list)
    )
    status: Annotated[ObjectiveState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ObjectiveState.running
    )
    result: Annotated[str, Field(max_length=1000), Show("Нәтижесі", "Результат", "Result", area=True, form=False)] = ""
    closed_on: Annotated[date | None, Show("Қорытылған күні", "Подведена", "Concluded on", form=False)] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.due < self.first:
            raise Refused("errors.field.ends_before_start", "due")
        if not self.indicator and not self.measure:
            raise Refused("quality.no_measure", "measure")
        if any(b.until <= a.until for a, b in pairwise(self.steps)):
            raise Refused("quality.steps_order", "steps")
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.number} · {self.text}"[:400])

    def plan_on(self, day: date) -> Decimal:
        """What was planned for a day: the first step that reaches it, else the target."""
        return next((s.value for s in self.steps if s.until >= day), self.target)

    def standing(self) -> list[ObjectiveFact]:
        """Of each period the newest fact, in the order of their days."""
        found = {f.code or f.period.kk: f for f in self.facts}
        return sorted(found.values(), key=lambda f: f.on)

    @property
    def fact(self) -> ObjectiveFact | None:
        """The newest fact."""
        return next(reversed(self.standing()), None)


__all__ = ["Objective", "ObjectiveFact", "ObjectiveState", "PlanStep"]
