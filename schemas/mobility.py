"""Academic mobility: a student of ours elsewhere, a student of others here, and what is recognised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.discipline import Credits


class MobilityWay(Word):
    out = ("out", "Шығыс", "Исходящая", "Outgoing")
    into = ("into", "Кіріс", "Входящая", "Incoming")


class MobilityState(Word):
    """recognised ends a stay elsewhere, finished one of a guest here."""

    planned = ("planned", "Жоспарланған", "Запланирована", "Planned")
    running = ("running", "Өтуде", "Идёт", "Running")
    recognised = ("recognised", "Танылды", "Признана", "Recognised")
    finished = ("finished", "Аяқталды", "Завершена", "Finished")
    cancelled = ("cancelled", "Болмады", "Не состоялась", "Cancelled")


class MobilityLine(Model):
    """One discipline of the learning agreement: as it is called there, and what it stands for here.

    grade: as the partner's transcript has it, empty where it was recognised without one. result: id of the result it
    became; protocol: the paper of the commission, as it stands in the trail.
    """

    id: Id
    theirs: Annotated[str, Field(min_length=1, max_length=300), Show("Серіктестегі пән", "Дисциплина партнёра",
                                                                     "Discipline there")]  # fmt: skip
    their_credits: Annotated[Credits, Show("Ондағы кредит", "Кредиты там", "Credits there")]
    discipline: Annotated[Ref | None, Show("Біздегі пән", "Наша дисциплина", "Our discipline", to="disciplines")] = None
    credits: Annotated[Credits, Show("Танылатын кредит", "Признаваемые кредиты", "Recognised credits")] = Decimal(0)
    grade: Annotated[str, Field(max_length=8), Show("Бағасы", "Оценка", "Grade", form=False)] = ""
    recognised: Annotated[bool, Show("Танылды", "Признана", "Recognised", form=False)] = False
    result: Id = ""
    protocol: Annotated[
        str, Field(max_length=200), Show("Хаттама", "Протокол", "Protocol", form=False)
    ] = ""  # fmt: skip


class Mobility(Document):
    """One stay: partner, agreement, term, learning agreement, transcript of the partner, recognition.

    drawn: the users who drew it up; none of them recognises its results.
    """

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
    student_number: Annotated[
        str, Show("Студенттің нөмірі", "Номер студента", "Student's number", table=True, form=False)
    ] = ""
    study: Id
    group: Annotated[str, Show("Топ", "Группа", "Group", form=False)] = ""
    partner: Annotated[
        str, Field(min_length=1, max_length=200), Show("Серіктес жоғары оқу орны", "Вуз-партнёр", "Partner", table=True)
    ]
    country: Annotated[str, Field(max_length=80), Show("Елі", "Страна", "Country", table=True, filter=True)] = ""
    agreement: Annotated[str, Field(max_length=120), Show("Келісімшарт №, күні", "Договор №, дата", "Agreement")] = ""
    term: Annotated[Ref, Show("Кезең", "Период", "Term", table=True, filter=True, to="terms")]
    starts: Annotated[date, Show("Басталуы", "Начало", "Starts", table=True)]
    ends: Annotated[date, Show("Аяқталуы", "Окончание", "Ends", table=True)]
    scale: Annotated[Ref | None, Show("Серіктес шкаласы", "Шкала партнёра", "Scale of the partner", to="rulebooks")] = (
        None
    )
    transcript: Annotated[
        str, Field(max_length=120), Show("Транскрипт №, күні", "Транскрипт №, дата", "Transcript", form=False)
    ] = ""
    lines: Annotated[list[MobilityLine], Show("Оқу келісімі", "Соглашение об обучении", "Learning agreement")] = Field(
        default_factory=list, max_length=40
    )
    drawn: list[Id] = Field(default_factory=list)
    faculty: Ref | None = None
    department: Ref | None = None

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.student.label.kk}")
