"""Units, people and rooms of the institution."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.student import Name


class UnitKind(Word):
    faculty = ("faculty", "Факультет", "Факультет", "Faculty")
    department = ("department", "Кафедра", "Кафедра", "Department")
    service = ("service", "Қызмет", "Служба", "Service")


class UnitName(Model):
    """A name of a unit from a day on, and the council's decision that gave it."""

    name: Text
    starts: date | None = None
    number: str = ""
    day: date | None = None


class Department(Document):
    """A unit with its days of being: reorganised by order, its history survives (clause 3)."""

    collection: ClassVar[str] = "departments"
    described: ClassVar[str] = "departments"
    title: ClassVar[Text] = Text(kk="Бөлімше", ru="Подразделение", en="Unit")
    scopes: ClassVar[dict[str, str]] = {"department": "_id", "faculty": "parent.id"}

    code: Annotated[str, Field(min_length=1, max_length=20), Show("Коды", "Код", "Code", table=True)]
    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    kind: Annotated[UnitKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = UnitKind.department
    parent: Annotated[Ref | None, Show("Құрамында", "В составе", "Part of", table=True, to="departments")] = None
    starts: Annotated[date | None, Show("Ашылған күні", "Дата открытия", "Opened on")] = None
    council_number: Annotated[
        str, Field(max_length=60),
        Show("Ғылыми кеңес шешімі, №", "Решение учёного совета, №", "Decision of the council, no.", group="decision"),
    ] = ""  # fmt: skip
    council_day: Annotated[
        date | None, Show("Шешім күні", "Дата решения", "Date of the decision", group="decision")
    ] = None
    order_number: Annotated[
        str, Field(max_length=60), Show("Бұйрық, №", "Приказ, №", "Order, no.", group="decision")
    ] = ""
    order_day: Annotated[date | None, Show("Бұйрық күні", "Дата приказа", "Date of the order", group="decision")] = None
    ends: Annotated[date | None, Show("Соңғы күні", "Последний день", "Last day", form=False, table=True)] = None
    closed_by: Annotated[
        str, Show("Жабу туралы шешім", "Решение о закрытии", "Decision to close", group="decision", form=False)
    ] = ""
    joined: Annotated[
        Ref | None, Show("Қай бөлімшеге қосылды", "Вошло в состав", "Joined into", form=False, to="departments")
    ] = None
    names: list[UnitName] = Field(default_factory=list)

    def label(self) -> Text:
        return self.name

    def name_on(self, day: date) -> Text:
        """What it was called on a day; its oldest name before the first one."""
        found = [n for n in self.names if n.starts is None or n.starts <= day]
        return found[-1].name if found else self.names[0].name if self.names else self.name

    def in_force(self, day: date) -> bool:
        """Did it exist on a day?"""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Person(Document):
    """A member of staff: teacher, examiner, head of department."""

    collection: ClassVar[str] = "people"
    described: ClassVar[str] = "people"
    title: ClassVar[Text] = Text(kk="Қызметкер", ru="Сотрудник", en="Member of staff")
    scopes: ClassVar[dict[str, str]] = {"department": "department.id"}

    number: Annotated[
        str,
        Field(min_length=1, max_length=30),
        Show("Табель нөмірі", "Табельный номер", "Staff number", table=True),
    ]
    name: Annotated[Name, Show("Аты-жөні", "Имя", "Name", table=True)]
    position: Annotated[str, Field(max_length=120), Show("Лауазымы", "Должность", "Position", table=True)] = ""
    degree: Annotated[str, Field(max_length=120), Show("Ғылыми дәрежесі", "Учёная степень", "Degree")] = ""
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments")
    ] = None
    active: Annotated[bool, Show("Жұмыс істейді", "Работает", "Employed", filter=True)] = True
    away_from: Annotated[
        date | None, Show("Демалыста: басталуы", "В отпуске с", "On leave from", group="leave")
    ] = None  # fmt: skip
    away_to: Annotated[date | None, Show("Демалыста: соңы", "В отпуске по", "On leave to", group="leave")] = None
    away_why: Annotated[
        str, Field(max_length=120), Show("Демалыс түрі", "Вид отпуска", "Kind of leave", group="leave")
    ] = ""
    load: Annotated[
        Decimal | None, Field(ge=0, le=3000),
        Show("Жылдық жүктеме нормасы, сағ.", "Норма нагрузки в год, ч", "Hours of load a year"),
    ] = None  # fmt: skip

    @model_validator(mode="after")
    def _back_after_leaving(self) -> Self:
        if self.away_from and self.away_to and self.away_to < self.away_from:
            raise Refused("errors.field.ends_before_start", "away_to")
        return self

    def label(self) -> Text:
        return self.name.text()

    def away(self, day: date) -> bool:
        """Is this person on leave on a day?"""
        return bool(self.away_from and self.away_from <= day and (self.away_to is None or day <= self.away_to))


class Room(Document):
    """A room where classes are held."""

    collection: ClassVar[str] = "rooms"
    described: ClassVar[str] = "rooms"
    title: ClassVar[Text] = Text(kk="Аудитория", ru="Аудитория", en="Room")

    code: Annotated[str, Field(min_length=1, max_length=20), Show("Нөмірі", "Номер", "Number", table=True)]
    name: Annotated[Text | None, Show("Атауы", "Название", "Name", table=True)] = None
    building: Annotated[str, Field(max_length=80), Show("Ғимарат", "Корпус", "Building", table=True, filter=True)] = ""
    seats: Annotated[int, Field(ge=0, le=5000), Show("Орын саны", "Мест", "Seats", table=True)] = 0
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True

    def label(self) -> Text:
        return Text(kk=self.code)
