"""Academic periods."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Show, Text
from schemas.checks import Refused
from schemas.words import TermKind


class Term(Document):
    """An academic period: code such as 2026-1, its days, the day by which sheets are to be closed."""

    collection: ClassVar[str] = "terms"
    described: ClassVar[str] = "terms"
    title: ClassVar[Text] = Text(kk="Академиялық кезең", ru="Академический период", en="Term")

    code: Annotated[str, Field(min_length=1, max_length=20), Show("Коды", "Код", "Code", table=True)]
    kind: Annotated[TermKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)]
    year: Annotated[
        int,
        Field(ge=1900, le=2200),
        Show("Оқу жылы (басталуы)", "Учебный год (начало)", "Academic year (start)", table=True),
    ]
    starts: Annotated[date | None, Show("Басталуы", "Начало", "Starts", table=True)] = None
    ends: Annotated[date | None, Show("Аяқталуы", "Окончание", "Ends", table=True)] = None
    sheets_due: Annotated[
        date | None, Show("Ведомостарды жабу мерзімі", "Срок закрытия ведомостей", "Sheets due", table=True)
    ] = None
    closed: Annotated[
        date | None, Show("Кезең жабылған күн", "Период закрыт", "Term closed on", form=False, table=True)
    ] = None
    source: Annotated[str, Field(max_length=80), Show("Дерек көзі", "Источник", "Source", form=False)] = ""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self

    def label(self) -> Text:
        span = f"{self.year}/{(self.year + 1) % 100:02d}"
        return Text(
            kk=f"{span}, {self.kind.label('kk')}",
            ru=f"{span}, {self.kind.label('ru')}",
            en=f"{span}, {self.kind.label('en')}",
        )
