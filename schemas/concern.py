"""Reports of concern: what somebody saw and says, without a name where he gives none, and what the auditor answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word

LONGEST = 4000  # letters of one message


class ConcernTopic(Word):
    """What a report is about."""

    bribe = ("bribe", "Пара сұрау немесе алу", "Требование или получение взятки", "Bribery")
    mark = ("mark", "Бағаның әділетсіз қойылуы", "Необъективная оценка", "An unfair mark")
    pressure = ("pressure", "Қысым көрсету, қорқыту", "Давление, угрозы", "Pressure or threats")
    interest = ("interest", "Мүдделер қақтығысы", "Конфликт интересов", "Conflict of interest")
    papers = ("papers", "Құжаттар мен бланкілер", "Документы и бланки", "Documents and blanks")
    data = ("data", "Жеке деректердің таралуы", "Разглашение личных данных", "Personal data given away")
    other = ("other", "Басқа", "Другое", "Something else")


class ConcernState(Word):
    """Where a report stands."""

    received = ("received", "Түсті", "Поступило", "Received")
    examined = ("examined", "Тексерілуде", "Проверяется", "Being examined")
    confirmed = ("confirmed", "Расталды", "Подтвердилось", "Confirmed")
    unfounded = ("unfounded", "Расталмады", "Не подтвердилось", "Not confirmed")


ENDED = (ConcernState.confirmed, ConcernState.unfounded)


class Voice(Word):
    """Who speaks in a report."""

    sender = ("sender", "Хабарлаушы", "Заявитель", "Sender")
    auditor = ("auditor", "Аудитор", "Аудитор", "Auditor")


class Letter(Model):
    """What one writes: about what, and the words."""

    about: Annotated[ConcernTopic, Show("Не туралы", "О чём", "About")]
    text: Annotated[
        str, Field(min_length=10, max_length=LONGEST),
        Show("Не болды", "Что произошло", "What happened", area=True,
             help=("Кім, қайда, қай күні, кім көрді", "Кто, где, в какой день, кто видел",
                   "Who, where, on which day, who saw it")),
    ]  # fmt: skip


class Answer(Model):
    """What the auditor answers."""

    text: Annotated[
        str, Field(min_length=10, max_length=LONGEST),
        Show("Жауап", "Ответ", "Answer", area=True,
             help=("Хабарлаушы коды арқылы оқиды", "Заявитель прочтёт по своему коду",
                   "The sender reads it with the code")),
    ]  # fmt: skip


class Message(Model):
    """One message: whose, on which day; its words are kept apart and can be let go, here stands their salted hash."""

    by: Annotated[Voice, Show("Кімнен", "От кого", "From", form=False)]
    day: Annotated[date, Show("Күні", "День", "Day", form=False)]
    text: Annotated[
        str, Field(min_length=1, max_length=LONGEST), Show("Мәтін", "Текст", "Text", area=True, personal=True)
    ]


class Concern(Document):
    """A report of concern (clauses 31, 47). The auditor alone reads it.

    received: the day its first letter came, never the moment: nothing here may be laid beside a log of who was where.
    sender: the name, where he gave it, kept apart as the words are; empty: nobody knows. code: the hash of what the
    sender reads the answer with. keep_until: the day on which words and name are let go.
    """

    collection: ClassVar[str] = "concerns"
    title: ClassVar[Text] = Text(kk="Заң бұзушылық туралы хабар", ru="Сообщение о нарушении", en="Report of concern")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"gone": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    about: Annotated[ConcernTopic, Show("Не туралы", "О чём", "About", table=True, filter=True)]
    state: Annotated[ConcernState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ConcernState.received
    )
    received: Annotated[date, Show("Түскен күні", "День поступления", "Day received", table=True, form=False)]
    sender: Annotated[
        str, Field(max_length=200), Show("Хабарлаушы", "Заявитель", "Sender", form=False, personal=True)
    ] = ""
    messages: Annotated[list[Message], Show("Хат алмасу", "Переписка", "Messages", form=False)] = Field(
        default_factory=list
    )
    code: str
    nonconformity: Annotated[
        Ref | None, Show("Сәйкессіздік", "Несоответствие", "Nonconformity", form=False)
    ] = None  # fmt: skip
    ended_on: Annotated[date | None, Show("Аяқталған күні", "День окончания", "Ended on", form=False)] = None
    keep_until: Annotated[
        date | None, Show("Мәтіні сақталады", "Текст хранится до", "Words kept until", form=False)
    ] = None  # fmt: skip
    status: str = "kept"  # «gone» once the words were let go: then nothing of it changes any more

    def label(self) -> Text:
        return Text(kk=self.number)
