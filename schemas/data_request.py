"""Requests of data to units (clauses 34-1, 34-2): what is asked and by when; each unit's answer is a record of its own.

A request is frozen once it is sent; an answer keeps every round of it: what was given, what the office said to that.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.events import Who

ROWS, COLUMNS, FILES = 500, 12, 10  # of one answer


class Wanted(Word):
    """In what form a unit answers."""

    text = ("text", "Мәтін", "Текст", "Text")
    table = ("table", "Кесте", "Таблица", "Table")
    files = ("files", "Файлдар", "Файлы", "Files")


class CellType(Word):
    """What stands in the cells of a column that a unit fills."""

    text = ("text", "Мәтін", "Текст", "Text")
    number = ("number", "Сан", "Число", "Number")
    day = ("day", "Күн", "Дата", "Date")


class WantedColumn(Model):
    """A column of the table that a unit fills."""

    title: Annotated[str, Field(min_length=1, max_length=120), Show("Баған атауы", "Название столбца", "Heading")]
    type: Annotated[CellType, Show("Не жазылады", "Что пишут", "What is written")] = CellType.text
    needed: Annotated[bool, Show("Міндетті", "Обязателен", "Required")] = True


class RequestState(Word):
    """Where a request of data stands."""

    open = ("open", "Жауаптар күтілуде", "Ждут ответов", "Answers awaited")
    closed = ("closed", "Барлығы қабылданды", "Все приняты", "All accepted")
    withdrawn = ("withdrawn", "Кері алынды", "Отозван", "Withdrawn")


class AnswerState(Word):
    """Where one unit's answer stands."""

    sent = ("sent", "Жіберілді", "Отправлен", "Sent")
    seen = ("seen", "Танысты", "Просмотрен", "Seen")
    answered = ("answered", "Жауап берілді", "Ответ дан", "Answered")
    returned = ("returned", "Түзетуге қайтарылды", "Возвращён на исправление", "Returned for mending")
    accepted = ("accepted", "Қабылданды", "Принят", "Accepted")
    withdrawn = ("withdrawn", "Кері алынды", "Отозван", "Withdrawn")


# States in which the unit owes an answer.
OWED = (AnswerState.sent, AnswerState.seen, AnswerState.returned)


class DataRequest(Document):
    """What the office asks of units; sent, it is frozen. before, every: days of reminders before and after the day."""

    collection: ClassVar[str] = "data_requests"
    title: ClassVar[Text] = Text(kk="Деректерге сұрау", ru="Запрос данных", en="Data request")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"status"}), "closed": frozenset(), "withdrawn": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[RequestState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        RequestState.open
    )
    topic: Annotated[str, Field(min_length=3, max_length=300), Show("Тақырыбы", "Тема", "Subject", table=True)]
    what: Annotated[
        str, Field(min_length=3, max_length=4000),
        Show("Не сұралады", "Что запрашивается", "What is asked", area=True),
    ]  # fmt: skip
    basis: Annotated[
        str, Field(min_length=3, max_length=300),
        Show("Негізі", "Основание", "Basis",
             help=("Ереже тармағы, бұйрық, министрлік хаты", "Пункт положения, приказ, письмо министерства",
                   "Clause of the regulation, order, letter of the ministry")),
    ]  # fmt: skip
    due: Annotated[date, Show("Жауап мерзімі", "Срок ответа", "Due", table=True)]
    forms: Annotated[
        list[Wanted], Field(min_length=1), Show("Жауап түрі", "В каком виде ответ", "Form of the answer")
    ]  # fmt: skip
    columns: Annotated[
        list[WantedColumn], Field(max_length=COLUMNS),
        Show("Толтырылатын кестенің бағандары", "Столбцы таблицы для заполнения", "Columns of the table to fill"),
    ] = Field(default_factory=list)  # fmt: skip
    before: Annotated[
        int, Field(ge=0, le=60),
        Show("Мерзімге дейін еске салу, күн", "Напомнить до срока, дней", "Remind before, days"),
    ] = 3  # fmt: skip
    every: Annotated[
        int, Field(ge=1, le=60),
        Show("Мерзімнен кейін әр … күн сайын", "После срока — каждые … дней", "After it, every … days"),
    ] = 3  # fmt: skip
    files: Annotated[list[Ref], Field(max_length=FILES), Show("Қосымшалар", "Приложения", "Attachments", to="files",
                                                              form=False)] = Field(default_factory=list)  # fmt: skip
    sent_at: Annotated[datetime, Show("Жіберілген уақыты", "Отправлен", "Sent at", table=True, form=False)]
    sent_by: Who

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.topic}"[:400])


class AnswerRound(Model):
    """What a unit gave at one time, and what the office said to it. rows: cells of the table in the order of columns.

    on_behalf: written down by the office from paper, with the words why.
    """

    at: datetime
    by: Who
    text: Annotated[str, Field(max_length=10_000)] = ""
    rows: Annotated[list[list[str]], Field(max_length=ROWS)] = Field(default_factory=list)
    files: list[Ref] = Field(default_factory=list)
    on_behalf: str = ""
    accepted: bool | None = None
    decided_at: datetime | None = None
    decided_by: Who | None = None
    note: str = ""


class DayMoved(Model):
    """The due day was moved for one unit."""

    was: date
    now: date
    why: str
    at: datetime
    by: Who


class UnitAnswer(Document):
    """One unit's row of a request: seen, answered, returned, accepted; every round stays readable."""

    collection: ClassVar[str] = "data_answers"
    title: ClassVar[Text] = Text(kk="Бөлімше жауабы", ru="Ответ подразделения", en="Answer of a unit")
    scopes: ClassVar[dict[str, str]] = {"department": "unit.id"}
    frozen: ClassVar[dict[str, frozenset[str]]] = {"accepted": frozenset(), "withdrawn": frozenset()}

    request: Annotated[Ref, Show("Сұрау", "Запрос", "Request", table=True, form=False)]
    unit: Annotated[Ref, Show("Бөлімше", "Подразделение", "Unit", table=True, to="departments", form=False)]
    status: Annotated[AnswerState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        AnswerState.sent
    )
    due: Annotated[date, Show("Мерзімі", "Срок", "Due", table=True, form=False)]
    before: int = 3
    every: int = 3
    asker: Ref
    seen_at: Annotated[datetime | None, Show("Танысқан уақыты", "Просмотрен", "Seen at", form=False)] = None
    answered_at: Annotated[datetime | None, Show("Жауап берілді", "Ответ дан", "Answered at", form=False)] = None
    rounds: list[AnswerRound] = Field(default_factory=list)
    moved: list[DayMoved] = Field(default_factory=list)

    def label(self) -> Text:
        return Text(kk=f"{self.request.label.kk.partition(':')[0]} · {self.unit.label.kk}"[:400])

    @property
    def owed(self) -> bool:
        """Does the unit owe an answer?"""
        return self.status in OWED

    @property
    def last(self) -> AnswerRound | None:
        """The newest round; None while nothing was given."""
        return self.rounds[-1] if self.rounds else None


__all__ = [
    "COLUMNS", "FILES", "OWED", "ROWS", "AnswerRound", "AnswerState", "CellType", "DataRequest", "DayMoved",
    "RequestState", "UnitAnswer", "Wanted", "WantedColumn",
]  # fmt: skip
