"""A statistical form filled in (clauses 22, 46): every figure as it was counted on its day, kept as it was sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Show, Text, Word
from schemas.events import Who


class FilledState(Word):
    """A filled form has one state: kept. A later one is another."""

    kept = ("kept", "Сақталған", "Сохранена", "Kept")


class FilledLine(Model):
    """A row or a column as the form had it that day."""

    code: str
    name: Text
    section: str = ""
    place: str = ""


class FilledForm(Document):
    """One filling of a form. figures: of each row the figures of its columns. broken: sums that did not come out, as
    «rows|columns:code of the sum:code of the other side»."""

    collection: ClassVar[str] = "stat_forms"
    title: ClassVar[Text] = Text(kk="Толтырылған нысан", ru="Заполненная форма", en="Filled form")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"kept": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[FilledState, Show("Күйі", "Состояние", "State", form=False)] = FilledState.kept
    code: Annotated[str, Show("Нысан коды", "Код формы", "Code of the form", form=False)]
    version: Annotated[int, Show("Нұсқасы", "Версия", "Version", form=False)]
    name: Annotated[Text, Show("Нысан", "Форма", "Form", table=True, form=False)]
    sample: Annotated[bool, Show("Үлгі", "Образец", "Sample", form=False)] = False
    day: Annotated[date, Show("Қай күнге", "На дату", "As of", table=True, form=False)]
    sheet: Annotated[str, Show("Парақ аты", "Имя листа", "Name of the sheet", form=False)] = ""
    rows: Annotated[list[FilledLine], Show("Жолдары", "Строки", "Rows", form=False)] = Field(default_factory=list)
    columns: Annotated[list[FilledLine], Show("Бағандары", "Графы", "Columns", form=False)] = Field(
        default_factory=list
    )
    figures: Annotated[list[list[int]], Field(max_length=400)] = Field(default_factory=list)
    broken: Annotated[list[str], Field(max_length=2000)] = Field(default_factory=list)
    by: Annotated[Who, Show("Кім толтырды", "Кто заполнил", "Filled by", form=False)]

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.name.kk}"[:400], ru=f"{self.number}: {self.name.get('ru')}"[:400],
                    en=f"{self.number}: {self.name.get('en')}"[:400])  # fmt: skip


__all__ = ["FilledForm", "FilledLine", "FilledState"]
