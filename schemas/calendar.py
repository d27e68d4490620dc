"""The academic calendar of a year: its periods, and the days on which nobody works."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.checks import Refused
from schemas.words import CalendarState, PeriodKind, TermKind


class Period(Model):
    """From the first to the last day, both included. years, faculty: whom it is for (empty: everybody).

    term: which semester it belongs to; of a registration the semester that is registered for.
    """

    id: Id
    kind: Annotated[PeriodKind, Show("Түрі", "Вид", "Kind")]
    term: Annotated[TermKind | None, Show("Семестр", "Семестр", "Semester")] = None
    name: Annotated[Text | None, Show("Ерекше атауы", "Особое название", "Name of its own")] = None
    starts: Annotated[date, Show("Басталуы", "Начало", "Starts")]
    ends: Annotated[date, Show("Соңғы күні", "Последний день", "Last day")]
    years: Annotated[list[int], Show("Курстар (бос — бәрі)", "Курсы (пусто — все)", "Years of study (empty: all)")] = (
        Field(default_factory=list)
    )
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self

    def open(self, day: date) -> bool:
        """Does it run on a day?"""
        return self.starts <= day <= self.ends

    def concerns(self, year: int | None, faculty: Id | None) -> bool:
        """Is it for a year of study and a faculty? None: not asked."""
        return (not self.years or year is None or year in self.years) and (
            self.faculty is None or faculty is None or self.faculty.id == faculty
        )


class Holiday(Model):
    """A day on which nobody works (or, `working`, a day off that is worked: a transfer by the Government)."""

    day: Annotated[date, Show("Күні", "День", "Day")]
    name: Annotated[Text, Show("Атауы", "Название", "Name")]
    working: Annotated[bool, Show("Жұмыс күніне ауыстырылған", "Рабочий (перенос)", "Worked (moved)")] = False


class Calendar(Document):
    """The calendar of one academic year; approved, it is changed only with a basis, and every change stays in the
    trail. Approving it gives the year's terms their days (core.calendar)."""

    collection: ClassVar[str] = "calendars"
    title: ClassVar[Text] = Text(kk="Академиялық күнтізбе", ru="Академический календарь", en="Academic calendar")

    year: Annotated[
        int, Field(ge=1990, le=2200), Show("Оқу жылы (басталуы)", "Учебный год (начало)", "Academic year", table=True)
    ]  # fmt: skip
    state: Annotated[CalendarState, Show("Күйі", "Состояние", "State", form=False)] = CalendarState.draft
    protocol: Annotated[str, Field(max_length=60), Show("Хаттама №", "Протокол №", "Protocol no.", form=False)] = ""
    approved_on: Annotated[date | None, Show("Бекітілген күні", "Утверждён", "Approved on", form=False)] = None
    drafted_by: Id | None = None
    periods: list[Period] = Field(default_factory=list, max_length=200)
    holidays: list[Holiday] = Field(default_factory=list, max_length=100)

    def label(self) -> Text:
        return Text(kk=f"{self.year}/{(self.year + 1) % 100:02d}")
