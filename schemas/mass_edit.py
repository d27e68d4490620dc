"""A change of one field of many students at once (clause 24-b): who was what before, and whether it was taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.events import Who


class MassLine(Model):
    """One student of it: which study, where the field is of a study; what stood there and what stands now."""

    student: Ref
    number: str
    study: Id = ""
    was: Any = None
    now: Any = None


class MassLeft(Model):
    """One who was asked for and not changed, and why: a message key and its values."""

    student: Ref
    number: str
    key: str
    values: dict[str, Any] = Field(default_factory=dict)


class MassEdit(Document):
    """One act over many cards; what it did is never edited, only marked as taken back.

    path: the field as lists know it («citizenship», «studies.group»). undoes, undone_by: the act it takes back and the
    act that took it back. job: the long work whose part it is.
    """

    collection: ClassVar[str] = "mass_edits"
    title: ClassVar[Text] = Text(kk="Топтап өзгерту", ru="Массовое изменение", en="Mass edit")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"done": frozenset({"undone_by"})}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: str = "done"
    path: str
    field: Annotated[Text, Show("Өріс", "Поле", "Field", table=True, form=False)]
    value: Any = None
    at: Annotated[datetime, Show("Қашан", "Когда", "When", table=True, form=False)]
    by: Who
    count: Annotated[int, Show("Студент саны", "Студентов", "Students", table=True, form=False)] = 0
    lines: list[MassLine] = Field(default_factory=list, max_length=2000)
    left: list[MassLeft] = Field(default_factory=list, max_length=2000)
    undoes: Ref | None = None
    undone_by: Ref | None = None
    job: str = ""

    def label(self) -> Text:
        return Text(kk=self.number)
