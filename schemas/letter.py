"""The register of correspondence (clauses 33-9, 34-3, 40, 46): letters that came, went out or stayed inside, how each
was answered, and the log of what was sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Lang, Model, Ref, Show, Text, Word
from schemas.events import Who


class LetterDirection(Word):
    """Which way a letter goes."""

    incoming = ("incoming", "Кіріс", "Входящее", "Incoming")
    outgoing = ("outgoing", "Шығыс", "Исходящее", "Outgoing")
    internal = ("internal", "Ішкі", "Внутреннее", "Internal")


class LetterState(Word):
    """Where a letter stands. ready: the answer is written and numbered but has not gone yet."""

    registered = ("registered", "Тіркелген", "Зарегистрировано", "Registered")
    working = ("working", "Орындалуда", "На исполнении", "Being worked on")
    ready = ("ready", "Жауап дайын", "Ответ готов", "Answer ready")
    answered = ("answered", "Жауап берілді", "Дан ответ", "Answered")
    sent = ("sent", "Жіберілді", "Отправлено", "Sent")
    closed = ("closed", "Іске тігілген", "Закрыто, в деле", "Closed and filed")
    withdrawn = ("withdrawn", "Жауап қажет емес", "Ответ не требуется", "No answer needed")


class SendWay(Word):
    """By which way something was sent."""

    edoc = ("edoc", "Электрондық құжат айналымы", "Электронный документооборот", "Electronic document flow")
    email = ("email", "Электрондық пошта", "Электронная почта", "E-mail")
    post = ("post", "Пошта", "Почта", "Post")
    courier = ("courier", "Курьер", "Курьер", "Courier")
    hand = ("hand", "Қолма-қол", "Нарочно", "By hand")


class Instructed(Model):
    """A resolution put on a letter."""

    text: Annotated[str, Field(min_length=1, max_length=2000), Show("Бұрыштама", "Резолюция", "Resolution", area=True)]
    by: Who
    at: datetime


class Passed(Model):
    """A letter given from one person to another."""

    was: Ref | None = None
    to: Ref
    words: str = ""
    by: Who
    at: datetime


class Extended(Model):
    """A deadline that was moved, on what basis."""

    was: date
    until: date
    words: str
    basis: str
    by: Who
    at: datetime


class Reply(Model):
    """One answer: its text, files, the letter by which it goes; report: the saved report that it was made by."""

    text: Annotated[
        str, Field(max_length=10000), Show("Жауап мәтіні", "Текст ответа", "Text of the answer", area=True)
    ] = ""  # fmt: skip
    report: str = ""
    files: list[Ref] = Field(default_factory=list)
    letter: Ref
    by: Who
    at: datetime


LATER = frozenset({
    "status", "resolutions", "responsible", "moves", "due", "extensions", "replies", "answered_on", "sent_on", "filed",
    "sheets", "closed_on", "withdrawn",
})  # fmt: skip


class Letter(Document):
    """One letter. What was registered stays as it was; its life is added; a closed one is frozen.

    number: index of the folder and the place in the count of its year and direction. kind: what is asked, of a letter
    that waits for an answer. due, first_due: the deadline as it stands and as it was first set. answers: of an answer,
    the letter it answers. printed: the frozen paper of a letter that this office wrote.
    """

    collection: ClassVar[str] = "letters"
    described: ClassVar[str] = "requests"
    title: ClassVar[Text] = Text(kk="Хат", ru="Письмо", en="Letter")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(("registered", "working", "ready", "answered", "sent", "withdrawn"), LATER),
        "closed": frozenset(),
    }  # fmt: skip

    direction: Annotated[
        LetterDirection, Show("Бағыты", "Направление", "Direction", table=True, filter=True, form=False)
    ]
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    year: Annotated[int, Show("Жылы", "Год", "Year", filter=True, form=False)]
    n: int
    day: Annotated[date, Show("Тіркелген күні", "Дата регистрации", "Registered on", table=True, form=False)]
    status: Annotated[LetterState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        LetterState.registered
    )
    kind: Annotated[
        str, Field(max_length=40),
        Show("Сауал түрі", "Вид запроса", "Kind of request", table=True, filter=True, to="kind:request",
             help=("Жауап күтілмесе, бос қалдырыңыз", "Оставьте пустым, если ответа не ждут",
                   "Leave empty where no answer is waited for")),
    ] = ""  # fmt: skip
    correspondent: Annotated[
        Ref | None, Show("Хат алмасушы", "Корреспондент", "Correspondent", table=True, filter=True, to="correspondents")
    ] = None  # fmt: skip
    unit: Annotated[Ref | None, Show("Бөлімше", "Подразделение", "Unit", to="departments")] = None
    person: Annotated[
        str, Field(max_length=200), Show("Қол қойған не жазған адам", "Кто подписал или написал", "Who signed or wrote")
    ] = ""  # fmt: skip
    their_number: Annotated[
        str, Field(max_length=60), Show("Олардың нөмірі", "Их номер", "Their number", table=True)
    ] = ""  # fmt: skip
    their_day: Annotated[date | None, Show("Олардың күні", "Их дата", "Their date")] = None
    subject: Annotated[
        str, Field(min_length=3, max_length=300), Show("Мазмұны", "Краткое содержание", "Subject", table=True)
    ]  # fmt: skip
    text: Annotated[str, Field(max_length=10000), Show("Мәтіні", "Текст", "Text", area=True)] = ""
    pages: Annotated[int, Field(ge=0, le=5000), Show("Парақ саны", "Листов", "Pages")] = 1
    files: Annotated[
        list[Ref], Field(max_length=20), Show("Қосымшалар", "Приложения", "Attachments", to="files", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    folder: Annotated[Ref, Show("Номенклатура ісі", "Дело номенклатуры", "File of the nomenclature", form=False)]
    due: Annotated[
        date | None,
        Show("Жауап мерзімі", "Срок ответа", "Answer due", table=True,
             help=("Бос қалса, сауал түрінің мерзімі қойылады", "Если пусто — срок вида запроса",
                   "Left empty: the deadline of the kind")),
    ] = None  # fmt: skip
    first_due: date | None = None
    responsible: Annotated[
        Ref | None, Show("Жауапты", "Ответственный", "Responsible", table=True, filter=True, to="users", form=False)
    ] = None  # fmt: skip
    resolutions: list[Instructed] = Field(default_factory=list)
    moves: list[Passed] = Field(default_factory=list)
    extensions: list[Extended] = Field(default_factory=list)
    replies: list[Reply] = Field(default_factory=list)
    answers: Annotated[Ref | None, Show("Қай хатқа жауап", "Ответ на письмо", "Answers the letter", form=False)] = None
    answered_on: Annotated[date | None, Show("Жауап берілген күні", "Дан ответ", "Answered on", form=False)] = None
    sent_on: Annotated[date | None, Show("Жіберілген күні", "Отправлено", "Sent on", form=False)] = None
    lang: Lang = "kk"
    printed: dict[str, Any] | None = None
    filed: Annotated[Ref | None, Show("Қай іске тігілді", "Подшито в дело", "Filed in", form=False)] = None
    sheets: str = ""
    closed_on: Annotated[date | None, Show("Жабылған күні", "Закрыто", "Closed on", form=False)] = None
    withdrawn: str = ""
    by: Who

    def label(self) -> Text:
        return Text.model_validate(
            {lang: f"{self.direction.label(lang)} № {self.number}: {self.subject}"[:400] for lang in ("kk", "ru", "en")}
        )  # fmt: skip


class Dispatch(Document):
    """One line of the log: what was sent, when, to whom, by which way, by whom. It is written and never changed."""

    collection: ClassVar[str] = "dispatches"
    title: ClassVar[Text] = Text(kk="Жөнелту жазбасы", ru="Запись об отправке", en="Line of the sending log")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"sent": frozenset()}

    status: str = "sent"
    letter: Annotated[Ref, Show("Хат", "Письмо", "Letter", table=True, form=False)]
    at: Annotated[datetime, Show("Қашан", "Когда", "When", table=True, form=False)]
    what: Annotated[
        str, Field(min_length=3, max_length=400), Show("Не жіберілді", "Что отправлено", "What", table=True)
    ]
    to: Annotated[str, Field(min_length=2, max_length=300), Show("Кімге", "Кому", "To whom", table=True)]
    way: Annotated[SendWay, Show("Қалай", "Каким способом", "By which way", table=True)] = SendWay.edoc
    mark: Annotated[
        str, Field(max_length=120),
        Show("Жөнелту белгісі (трек-нөмір, түбіртек)", "Отметка (трек-номер, квитанция)", "Mark (tracking, receipt)"),
    ] = ""  # fmt: skip
    files: list[Ref] = Field(default_factory=list)
    by: Who

    def label(self) -> Text:
        return Text(kk=f"{self.letter.label.kk} → {self.to}"[:400])


__all__ = [
    "Dispatch", "Extended", "Instructed", "Letter", "LetterDirection", "LetterState", "Passed", "Reply", "SendWay",
]  # fmt: skip
