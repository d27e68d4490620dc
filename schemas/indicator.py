"""What an indicator was in a period (clauses 28, 29-a): stored as it was computed, never changed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Show, Text, Word
from schemas.events import Who
from schemas.words import Role


class Reached(Word):
    """A value against its target."""

    good = ("good", "Мақсатқа жетті", "Цель достигнута", "On target")
    near = ("near", "Мақсатқа жақын", "Близко к цели", "Near the target")
    bad = ("bad", "Мақсаттан төмен", "Цель не достигнута", "Off target")
    watched = ("watched", "Бақыланады", "Отслеживается", "Watched")
    no_data = ("no_data", "Дерек жоқ", "Нет данных", "No data")


class Part(Model):
    """One value of the cut: its id or word, what it was called that day, and the two numbers of the share."""

    cut: str = ""
    name: Text | None = None
    numerator: Decimal
    denominator: Decimal | None = None


class Measurement(Document):
    """One value of an indicator in one period. n: a later computing that came out otherwise is a further one.

    version: the definition it was computed by. period: its code; period_name: what it is called. denominator: None for
    what is only counted. inputs: hash of the definition and of every number it was made from.
    """

    collection: ClassVar[str] = "measurements"
    title: ClassVar[Text] = Text(kk="Көрсеткіш мәні", ru="Значение показателя", en="Value of an indicator")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"stored": frozenset()}

    status: str = "stored"
    indicator: Annotated[
        str, Show("Көрсеткіш", "Показатель", "Indicator", table=True, filter=True, to="kind:indicator", form=False)
    ]  # fmt: skip
    name: Text
    version: Id
    owner: Role
    period: Annotated[str, Show("Кезең", "Период", "Period", table=True, filter=True, form=False)]
    period_name: Text
    first: date
    last: date
    n: int = 1
    numerator: Annotated[Decimal, Show("Алымы", "Числитель", "Numerator", table=True, form=False)]
    denominator: Annotated[
        Decimal | None, Show("Бөлімі", "Знаменатель", "Denominator", table=True, form=False)
    ] = None  # fmt: skip
    value: Annotated[Decimal | None, Show("Мәні", "Значение", "Value", table=True, form=False)] = None
    target: Decimal | None = None
    light: Annotated[Reached, Show("Жағдайы", "Состояние", "State", table=True, filter=True, form=False)]
    parts: list[Part] = Field(default_factory=list, max_length=500)
    inputs: str
    computed_at: datetime
    by: Who

    def label(self) -> Text:
        return self.name


__all__ = ["Reached", "Measurement", "Part"]
