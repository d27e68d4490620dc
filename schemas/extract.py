"""Extracts from orders: what one student's file and hands get of an order (clauses 20, 42)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.events import Who
from schemas.words import StudyLanguage


class Print(Model):
    """A printing: who and when; again: it was marked as a copy."""

    by: Who
    at: datetime
    again: bool = False


class Extract(Document):
    """An extract from a carried-out order for one of its students, in the language he studies in.

    parts: its words as they were on that day; the head is the order's (`Order.extracts`). key: for lists in the order
    of names. names: variables it holds. printed_on: the first printing; later ones are copies.
    """

    collection: ClassVar[str] = "extracts"
    title: ClassVar[Text] = Text(kk="Бұйрықтан үзінді", ru="Выписка из приказа", en="Extract from an order")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}

    order: Annotated[Ref, Show("Бұйрық", "Приказ", "Order", table=True, form=False)]
    kind: str
    kind_name: Annotated[Text, Show("Түрі", "Вид", "Kind", table=True, form=False)]
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    line: int
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True, form=False)]
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: str
    study: Id
    key: str = ""
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, form=False)] = ""
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", form=False)] = None
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", form=False)] = None
    lang: Annotated[StudyLanguage, Show("Тілі", "Язык", "Language", table=True, form=False)] = StudyLanguage.kk
    parts: list[dict[str, Any]] = Field(default_factory=list)
    names: list[str] = Field(default_factory=list)
    printed_on: Annotated[
        datetime | None, Show("Басып шығарылды", "Напечатана", "Printed on", table=True, form=False)
    ] = None
    prints: list[Print] = Field(default_factory=list)
    cancelled_by: Annotated[
        Ref | None, Show("Күшін жойған бұйрық", "Отменена приказом", "Cancelled by", form=False)
    ] = None  # fmt: skip

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")


__all__ = ["Extract", "Print"]
