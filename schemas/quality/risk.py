"""Risks of the office's processes, corruption risks among them (ISO 9001, 6.1; ISO 37001; clause 37)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused

Degree = Annotated[int, Field(ge=1, le=5)]
FIVE = range(1, 6)


class RiskSort(Word):
    process = ("process", "Процесс тәуекелі", "Риск процесса", "Risk of a process")
    corruption = ("corruption", "Сыбайлас жемқорлық тәуекелі", "Коррупционный риск", "Corruption risk")


class RiskState(Word):
    open = ("open", "Бақылауда", "Под контролем", "Watched")
    closed = ("closed", "Жабылды", "Закрыт", "Closed")


class RiskLevel(Word):
    """The level by likelihood × impact: up to 4, up to 9, up to 15, above."""

    low = ("low", "Төмен", "Низкий", "Low")
    medium = ("medium", "Орташа", "Средний", "Medium")
    high = ("high", "Жоғары", "Высокий", "High")
    critical = ("critical", "Өте жоғары", "Критический", "Critical")

    @classmethod
    def of(cls, likelihood: int, impact: int) -> Self:
        """The level of two degrees."""
        level = likelihood * impact
        return cls("low" if level <= 4 else "medium" if level <= 9 else "high" if level <= 15 else "critical")


class RiskMeasure(Model):
    """A measure against a risk, who does it by when; done: once, with its day and who says so."""

    what: Annotated[str, Field(min_length=1, max_length=500), Show("Шара", "Мера", "Measure", area=True)]
    owner: Annotated[Ref, Show("Кім орындайды", "Исполнитель", "Who does it", to="users")]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due")]
    done_on: Annotated[date | None, Show("Орындалды", "Выполнена", "Done on", form=False)] = None
    done_note: Annotated[str, Field(max_length=500), Show("Не істелді", "Что сделано", "What was done", form=False)] = (
        ""
    )
    done_by: Ref | None = None


class Assessment(Model):
    """One assessment, as it was made that day; a further one stands beside it."""

    on: Annotated[date, Show("Күні", "Дата", "Date")]
    likelihood: Annotated[Degree, Show("Ықтималдығы", "Вероятность", "Likelihood")]
    impact: Annotated[Degree, Show("Салдар ауырлығы", "Тяжесть последствия", "Impact")]
    residual_likelihood: Annotated[Degree | None, Show("Қалдық ықтималдығы", "Остаточная вероятность",
                                                       "Residual likelihood")] = None  # fmt: skip
    residual_impact: Annotated[Degree | None, Show("Қалдық ауырлығы", "Остаточная тяжесть",
                                                   "Residual impact")] = None  # fmt: skip
    note: Annotated[str, Field(max_length=500), Show("Негіздемесі", "Обоснование", "Grounds")] = ""
    by: Ref | None = None
    at: Stamp | None = None


class Risk(Document):
    """A risk as it is assessed today; `assessments` keep every assessment as it was."""

    collection: ClassVar[str] = "risks"
    title: ClassVar[Text] = Text(kk="Тәуекел", ru="Риск", en="Risk")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    sort: Annotated[RiskSort, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = RiskSort.process
    status: Annotated[RiskState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        RiskState.open
    )
    process: Annotated[
        str, Field(max_length=40), Show("Процесі", "Процесс", "Process", table=True, filter=True, to="kind:process")
    ] = ""  # fmt: skip
    text: Annotated[
        str, Field(min_length=1, max_length=500), Show("Тәуекел", "Риск", "Risk", table=True, area=True)
    ]  # fmt: skip
    cause: Annotated[str, Field(max_length=500), Show("Себебі", "Причина", "Cause", area=True)] = ""
    consequence: Annotated[
        str, Field(max_length=500), Show("Салдары", "Последствие", "Consequence", area=True)
    ] = ""  # fmt: skip
    owner: Annotated[Ref, Show("Иесі", "Владелец", "Owner", table=True, to="users")]
    likelihood: Annotated[Degree, Show("Ықтималдығы (1–5)", "Вероятность (1–5)", "Likelihood (1–5)")]
    impact: Annotated[Degree, Show("Салдар ауырлығы (1–5)", "Тяжесть последствия (1–5)", "Impact (1–5)")]
    level: Annotated[int, Show("Деңгейі", "Уровень", "Level", table=True, form=False)] = 0
    residual_likelihood: Annotated[
        Degree | None, Show("Шаралардан кейінгі ықтималдығы", "Вероятность после мер", "Likelihood after measures")
    ] = None  # fmt: skip
    residual_impact: Annotated[
        Degree | None, Show("Шаралардан кейінгі ауырлығы", "Тяжесть после мер", "Impact after measures")
    ] = None  # fmt: skip
    residual_level: Annotated[
        int | None, Show("Қалдық деңгейі", "Остаточный уровень", "Residual level", table=True, form=False)
    ] = None  # fmt: skip
    measures: Annotated[
        list[RiskMeasure], Field(max_length=40), Show("Шаралар", "Меры", "Measures", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    review_on: Annotated[date, Show("Қайта қарау күні", "Дата пересмотра", "Review on", table=True)]
    assessments: Annotated[
        list[Assessment], Field(max_length=200), Show("Бағалау тарихы", "История оценок", "Assessments", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    closing: Annotated[
        str, Field(max_length=500), Show("Жабу негізі", "Основание закрытия", "Why closed", form=False)
    ] = ""  # fmt: skip

    @model_validator(mode="after")
    def _levels(self) -> Self:
        """The level is reckoned, never typed."""
        if (self.residual_likelihood is None) != (self.residual_impact is None):
            raise Refused("quality.residual_both", "residual_impact" if self.residual_impact is None else
                          "residual_likelihood")  # fmt: skip
        self.level = self.likelihood * self.impact
        left = (self.residual_likelihood or 0) * (self.residual_impact or 0)
        self.residual_level = left or None
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.number} · {self.text}"[:400])

    @property
    def grade(self) -> RiskLevel:
        """The level before measures."""
        return RiskLevel.of(self.likelihood, self.impact)

    @property
    def left(self) -> RiskLevel | None:
        """The level after measures; None while it was not assessed."""
        if self.residual_likelihood is None or self.residual_impact is None:
            return None
        return RiskLevel.of(self.residual_likelihood, self.residual_impact)


__all__ = ["Assessment", "Risk", "RiskLevel", "RiskMeasure", "RiskSort", "RiskState"]
