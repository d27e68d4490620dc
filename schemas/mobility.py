"""Academic mobility: a student of ours elsewhere, a student of others here, and what is recognised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.discipline import Credits


class MobilityWay(Word):
    out = ("out", "Шығыс", "Исходящая", "Outgoing")
    into = ("into", "Кіріс", "Входящая", "Incoming")


class MobilityState(Word):
    planned = ("planned", "Жоспарланған", "Запланирована", "Planned")
    running = ("running", "Өтуде", "Идёт", "Running")
    recognised = ("recognised", "Танылды", "Признана", "Recognised")
    cancelled = ("cancelled", "Болмады", "Не состоялась", "Cancelled")


class MobilityLine(Model):
    """One discipline of the learning agreement: as it is called there, and what it stands for here."""

    id: Id
    theirs: Annotated[str, Field(min_length=1, max_length=300), Show("Серіктестегі пән", "Дисциплина партнёра",
                                                                     "Discipline there")]  # fmt: skip
    their_credits: Annotated[Credits, Show("Ондағы кредит", "Кредиты там", "Credits there")]
    discipline: Annotated[Ref | None, Show("Біздегі пән", "Наша дисциплина", "Our discipline", to="disciplines")] = None
    credits: Annotated[Credits, Show("Танылатын кредит", "Признаваемые кредиты", "Recognised credits")] = Decimal(0)
    grade: Annotated[str, Field(max_length=8), Show("Бағасы", "Оценка", "Grade")] = ""
    recognised: bool = False


class Mobility(Document):
    """One stay: partner, agreement, terms, learning agreement, transcript of the partner, recognition."""

    collection: ClassVar[str] = "mobilities"
    described: ClassVar[str] = "mobilities"
    title: ClassVar[Text] = Text(kk="Академиялық ұтқырлық", ru="Академическая мобильность", en="Academic mobility")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    way: Annotated[MobilityWay, Show("Бағыты", "Направление", "Way", table=True, filter=True)]
    state: Annotated[MobilityState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        MobilityState.planned
    )
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    study: Id
    partner: Annotated[
        str, Field(min_length=1, max_length=200), Show("Серіктес жоғары оқу орны", "Вуз-партнёр", "Partner", table=True)
    ]
    country: Annotated[str, Field(max_length=80), Show("Елі", "Страна", "Country", table=True, filter=True)] = ""
    agreement: Annotated[str, Field(max_length=120), Show("Келісімшарт №, күні", "Договор №, дата", "Agreement")] = ""
    term: Annotated[Ref, Show("Кезең", "Период", "Term", table=True, filter=True, to="terms")]
    starts: Annotated[date, Show("Басталуы", "Начало", "Starts")]
    ends: Annotated[date, Show("Аяқталуы", "Окончание", "Ends")]
    scale: Annotated[Ref | None, Show("Серіктес шкаласы", "Шкала партнёра", "Scale of the partner", to="rulebooks")] = (
        None
    )
    lines: Annotated[list[MobilityLine], Show("Оқу келісімі", "Соглашение об обучении", "Learning agreement")] = Field(
        default_factory=list, max_length=40
    )
    faculty: Ref | None = None
    department: Ref | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise Refused("errors.field.ends_before_start")
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.student.label.kk}")
