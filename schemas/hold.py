"""Holds of the services on a student, and the clearance sheet that says whose books are settled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Document, Id, Lang, Model, Ref, Show, Text


class Signed(Model):
    """Who did it and when, by the name he had that day, and why."""

    at: datetime
    by: Id
    name: str
    reason: str = ""


class Hold(Document):
    """A service holds a student back until he has settled with it. It is lifted, never deleted.

    kind: code and name of the kind of hold (schemas.kinds.HoldKind); what it stops is said there and may change.
    faculties, departments, groups: of the student's studies on the day it was put, for rights and lists.
    """

    collection: ClassVar[str] = "holds"
    title: ClassVar[Text] = Text(kk="Шектеу", ru="Удержание", en="Hold")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculties.id", "department": "departments.id", "group": "groups"}

    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number", table=True, form=False)]
    faculties: Annotated[
        list[Ref], Show("Факультет", "Факультет", "Faculty", filter=True, form=False, to="departments")
    ] = Field(default_factory=list)
    departments: Annotated[list[Ref], Show("Кафедра", "Кафедра", "Department", form=False, to="departments")] = Field(
        default_factory=list
    )
    groups: list[str] = Field(default_factory=list)
    kind: Annotated[Ref, Show("Шектеу түрі", "Вид удержания", "Kind of hold", table=True, form=False)]
    reason: Annotated[str, Field(min_length=1, max_length=500), Show("Себебі", "Причина", "Reason", table=True)]
    amount: Annotated[
        str,
        Field(max_length=80),
        Show("Мөлшері (сома, кітап саны)", "Размер (сумма, число книг)", "Amount", table=True),
    ] = ""
    due: Annotated[date | None, Show("Реттеу мерзімі", "Уладить до", "To be settled by", table=True)] = None
    put: Annotated[Signed, Show("Қойған", "Поставил", "Put by", form=False)]
    lifted: Annotated[Signed | None, Show("Алған", "Снял", "Lifted by", form=False)] = None
    active: Annotated[bool, Show("Күшінде", "Действует", "Active", table=True, form=False)] = True

    def label(self) -> Text:
        mine, who = self.kind.label, self.student.label
        return Text(
            kk=f"{mine.kk} — {who.kk}",
            ru=f"{mine.get('ru')} — {who.get('ru')}",
            en=f"{mine.get('en')} — {who.get('en')}",
        )


class ClearanceRow(Model):
    """One service on the sheet: clear (nothing was ever held), held, or signed by who lifted its last hold."""

    kind: Ref
    state: Literal["clear", "held", "signed"]
    reason: str = ""
    name: str = ""
    on: date | None = None


class Clearance(Document):
    """A clearance sheet as it was printed: the state of one moment, its number and day, the file by its hash."""

    collection: ClassVar[str] = "clearances"
    title: ClassVar[Text] = Text(kk="Айналым парағы", ru="Обходной лист", en="Clearance sheet")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculties.id", "department": "departments.id", "group": "groups"}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: str
    faculties: list[Ref] = Field(default_factory=list)
    departments: list[Ref] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)
    programme: Text | None = None
    lang: Lang
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True, form=False)]
    at: datetime
    rows: list[ClearanceRow]
    settled: Annotated[bool, Show("Бәрі реттелген", "Всё улажено", "All settled", table=True, form=False)]
    file_hash: str = ""

    def label(self) -> Text:
        return Text(kk=f"Айналым парағы № {self.number}", ru=f"Обходной лист № {self.number}",
                    en=f"Clearance sheet № {self.number}")  # fmt: skip
