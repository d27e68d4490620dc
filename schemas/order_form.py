"""Forms for orders handed to HR (clause 42): of which kind, with which numbers, to whom, and what came back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Show, Text
from schemas.checks import Refused
from schemas.events import Who

Number = Annotated[int, Field(ge=1, le=999_999_999)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class Handing(Model):
    """What is written down when forms are given out: numbered ones by their first and last number, others by count."""

    kind: Annotated[
        str, Field(min_length=1, max_length=40),
        Show("Бланк түрі", "Вид бланка", "Kind of form", table=True, filter=True, to="kind:blank"),
    ]  # fmt: skip
    series: Annotated[str, Field(max_length=20), Show("Сериясы", "Серия", "Series", table=True)] = ""
    first: Annotated[Number | None, Show("Нөмірі, бастап", "Номер, с", "Number, from", table=True)] = None
    last: Annotated[Number | None, Show("Нөмірі, дейін", "Номер, по", "Number, to", table=True)] = None
    count: Annotated[
        Count, Show("Саны", "Количество", "How many", table=True,
                    help=("Нөмірлері жазылса, өзі есептеледі", "Если указаны номера, считается само",
                          "Reckoned by itself where the numbers are said")),
    ] = 0  # fmt: skip
    day: Annotated[date, Show("Берілген күні", "Дата выдачи", "Handed over on", table=True)]
    to: Annotated[
        str, Field(min_length=1, max_length=120), Show("Кім алды", "Кто получил", "Who received them", table=True)
    ]  # fmt: skip
    note: Annotated[str, Field(max_length=300), Show("Ескертпе", "Примечание", "Note")] = ""

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if (self.first is None) != (self.last is None) or self.first and self.last and self.last < self.first:
            raise Refused("order_forms.bad_numbers")
        if self.first and self.last:
            self.count = self.last - self.first + 1
        if not self.count:
            raise Refused("order_forms.how_many")
        return self


class Returning(Model):
    """What came back on a day: used up (with the copies of orders), spoiled, not needed."""

    day: Annotated[date, Show("Қайтарылған күні", "Дата возврата", "Returned on")]
    used: Annotated[Count, Show("Жұмсалды", "Использовано", "Used")] = 0
    spoiled: Annotated[Count, Show("Бүлінді", "Испорчено", "Spoiled")] = 0
    whole: Annotated[Count, Show("Қолданылмай қайтты", "Возвращено чистых", "Returned unused")] = 0
    note: Annotated[str, Field(max_length=300), Show("Ескертпе", "Примечание", "Note")] = ""
    by: Who | None = None

    @property
    def sum(self) -> int:
        """How many it accounts for."""
        return self.used + self.spoiled + self.whole


class OrderForms(Document, Handing):
    """A handing over of forms, with everything that came back of it. kept: its numbers are kept in the journal of
    blanks, which wrote this line; what is whole comes back there."""

    collection: ClassVar[str] = "order_forms"
    title: ClassVar[Text] = Text(kk="Бұйрық бланкілері", ru="Бланки приказов", en="Forms for orders")

    number: Annotated[str, Show("Тіркеу нөмірі", "Регистрационный номер", "Register number", form=False)]
    by: Annotated[Who, Show("Кім берді", "Кто выдал", "Given out by", form=False)]
    kept: bool = False
    returns: list[Returning] = Field(default_factory=list, max_length=200)

    @property
    def left(self) -> int:
        """How many HR still holds."""
        return self.count - sum(r.sum for r in self.returns)

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")


__all__ = ["Handing", "OrderForms", "Returning"]
