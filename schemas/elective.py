"""Electives of a term: how many places there are, and whether it was closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text


class Elective(Document):
    """One discipline of a term that has a capacity or was closed for want of students.

    taken: places given, as of the last act that gave or freed one. Every such act saves this record, so two people
    who give the last place meet here.
    """

    collection: ClassVar[str] = "electives"
    title: ClassVar[Text] = Text(kk="Таңдау пәні", ru="Дисциплина по выбору", en="Elective")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id", "faculty": "faculty.id"}

    term: Annotated[Ref, Show("Кезең", "Период", "Term", to="terms", form=False)]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines", form=False)]
    department: Ref | None = None
    faculty: Ref | None = None
    capacity: Annotated[int | None, Field(ge=0, le=2000), Show("Орын саны", "Число мест", "Places")] = None
    taken: Annotated[int, Show("Алынған орын", "Занято мест", "Places taken", form=False)] = 0
    closed: Annotated[date | None, Show("Жабылған күні", "Закрыта", "Closed on", form=False)] = None
    reason: Annotated[str, Field(max_length=400), Show("Жабу себебі", "Причина закрытия", "Why closed")] = ""

    def label(self) -> Text:
        return self.discipline.label
