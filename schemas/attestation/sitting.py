"""A sitting of a commission (clauses 2-c, 21-a, 33-4): day, hour, room, who sits, in what order graduates are heard."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Basis, Document, Id, Model, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused
from schemas.timetable import Clock


class SittingStatus(Word):
    """Planned, told to everybody, begun (protocols are written), done; or taken out."""

    draft = ("draft", "Жоба", "Черновик", "Draft")
    published = ("published", "Жарияланған", "Опубликовано", "Published")
    open = ("open", "Өтіп жатыр", "Идёт", "Under way")
    closed = ("closed", "Аяқталды", "Завершено", "Done")
    cancelled = ("cancelled", "Алынып тасталды", "Снято", "Cancelled")


class Slot(Model):
    """One graduate's place in the order of a sitting."""

    candidacy: Id
    student: Ref
    number: str = ""
    group: str = ""
    starts: Annotated[Clock, Show("Басталуы", "Начало", "From")]
    minutes: Annotated[int, Field(ge=1, le=300), Show("Ұзақтығы, мин", "Длительность, мин", "Minutes")]


class SittingChange(Model):
    """What a sitting was before a change made after it had been published."""

    at: datetime
    by: str
    reason: str
    basis: Basis | None = None
    day: date
    starts: Clock
    room: Ref | None = None
    order: list[Id] = Field(default_factory=list)


class Sitting(Document):
    """One sitting: of one commission, in one form. present: seats of the commission that sit; people: the staff among
    them and who accompanies, by whom it is found; keys: who sits, outsiders too, so that nobody sits twice at once."""

    collection: ClassVar[str] = "sittings"
    title: ClassVar[Text] = Text(kk="Комиссия отырысы", ru="Заседание комиссии", en="Sitting of a commission")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id", "department": "department.id", "teacher": "people",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset(), "cancelled": frozenset()}

    commission: Annotated[
        Ref, Show("Комиссия", "Комиссия", "Commission", table=True, filter=True, to="commissions", form=False)
    ]  # fmt: skip
    year: Annotated[int, Show("Жылы", "Год", "Year", filter=True, form=False)]
    form: Annotated[
        str, Show("Нысаны", "Форма", "Form", table=True, filter=True, to="kind:attestation_form", form=False)
    ]  # fmt: skip
    form_name: Text
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    starts: Annotated[Clock, Show("Басталуы", "Начало", "From", table=True)] = "09:00"
    minutes: Annotated[
        int, Field(ge=5, le=240), Show("Бір түлекке, мин", "На выпускника, мин", "Minutes a graduate")
    ] = 30  # fmt: skip
    pause: Annotated[
        int, Field(ge=0, le=120), Show("Арадағы үзіліс, мин", "Перерыв между, мин", "Pause between, minutes")
    ] = 0  # fmt: skip
    room: Annotated[Ref | None, Show("Аудитория", "Аудитория", "Room", table=True, filter=True, to="rooms")] = None
    status: Annotated[
        SittingStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = SittingStatus.draft  # fmt: skip
    slots: Annotated[
        list[Slot], Field(max_length=60), Show("Реті", "Порядок", "Order", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    present: list[Id] = Field(default_factory=list)
    people: list[Id] = Field(default_factory=list)
    keys: list[str] = Field(default_factory=list)
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments", form=False)] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments", form=False)] = None
    published: Stamp | None = None
    opened: Stamp | None = None
    changes: list[SittingChange] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _within_the_day(self) -> Self:
        if self.over >= 24 * 60:
            raise Refused("exams.past_midnight")
        return self

    @property
    def begins(self) -> int:
        """Minutes of the day at which it begins."""
        return int(self.starts[:2]) * 60 + int(self.starts[3:])

    @property
    def over(self) -> int:
        """Minutes of the day at which it is over."""
        last = [int(s.starts[:2]) * 60 + int(s.starts[3:]) + s.minutes for s in self.slots]
        return max([self.begins + self.minutes, *last])

    @property
    def ends(self) -> str:
        """The time of day it is over."""
        return f"{self.over // 60:02d}:{self.over % 60:02d}"

    def label(self) -> Text:
        return Text(kk=f"{self.day:%d.%m.%Y} {self.starts}")


class Sharing(Model):
    """What a proposal of sittings is asked by: days within the calendar, rooms, hours of a day, lengths."""

    first: Annotated[date, Show("Бірінші күн", "Первый день", "First day")]
    last: Annotated[date, Show("Соңғы күн", "Последний день", "Last day")]
    rooms: Annotated[
        list[Ref], Field(min_length=1, max_length=20), Show("Аудиториялар", "Аудитории", "Rooms", to="rooms")
    ]  # fmt: skip
    opens: Annotated[Clock, Show("Күн басталады", "День начинается", "Day begins")] = "09:00"
    closes: Annotated[Clock, Show("Күн аяқталады", "День заканчивается", "Day ends")] = "18:00"
    rest_from: Annotated[Clock | None, Show("Үзіліс: басталуы", "Перерыв с", "Break from")] = "13:00"
    rest_to: Annotated[Clock | None, Show("Үзіліс: соңы", "Перерыв по", "Break to")] = "14:00"
    minutes: Annotated[
        int, Field(ge=5, le=240), Show("Бір түлекке, мин", "На выпускника, мин", "Minutes a graduate")
    ] = 30  # fmt: skip
    pause: Annotated[
        int, Field(ge=0, le=120), Show("Арадағы үзіліс, мин", "Пауза между, мин", "Pause between, minutes")
    ] = 0  # fmt: skip
    most: Annotated[
        int, Field(ge=1, le=60), 
        Show("Күніне көп дегенде түлек", "Выпускников в день не более", "Graduates a day at most"),
    ] = 12  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise Refused("sittings.days_backwards")
        rest = (self.rest_from, self.rest_to)
        if self.closes <= self.opens or (all(rest) and str(rest[1]) < str(rest[0])) or (any(rest) and not all(rest)):
            raise Refused("sittings.hours_backwards")
        return self


# Sittings that take up time and people.
STANDING = (SittingStatus.draft, SittingStatus.published, SittingStatus.open, SittingStatus.closed)

__all__ = ["STANDING", "Sharing", "Sitting", "SittingChange", "SittingStatus", "Slot"]
