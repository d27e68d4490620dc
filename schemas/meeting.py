"""Meetings (clauses 33-6, 34-6): agenda, who was there, decisions with votes, the tasks that follow, the protocol."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.events import Who
from schemas.kinds import Quorum


class MeetingState(Word):
    """Planned (the protocol is written), signed and frozen, or not held."""

    planned = ("planned", "Жоспарда", "Запланировано", "Planned")
    signed = ("signed", "Хаттамаға қол қойылды", "Протокол подписан", "Protocol signed")
    cancelled = ("cancelled", "Болмады", "Не состоялось", "Not held")


class Invited(Model):
    """Who is called: an account or a name; whether he votes and was there."""

    user: Ref | None = None
    name: Annotated[str, Field(max_length=200)]
    votes: bool = True
    present: bool = False


class AgendaItem(Model):
    """One question: what, who reports, whether the office puts it."""

    what: Annotated[
        str, Field(min_length=3, max_length=400), Show("Мәселе", "Вопрос", "Question", area=True)
    ]  # fmt: skip
    reporter: Annotated[str, Field(max_length=200), Show("Баяндамашы", "Докладчик", "Reporter")] = ""
    by_office: Annotated[bool, Show("Офис ұсынады", "Вносит офис", "Put by the office")] = False
    paper: Annotated[Ref | None, Show("Материалы", "Материал", "Paper", to="files")] = None


class MeetingDecision(Model):
    """What was decided on a question; the votes where it was voted."""

    item: Annotated[int, Field(ge=1, le=60), Show("Мәселе №", "Вопрос №", "Question no.")]
    ayes: Annotated[int | None, Field(ge=0, le=500), Show("Қолдады", "За", "For")] = None
    noes: Annotated[int | None, Field(ge=0, le=500), Show("Қарсы", "Против", "Against")] = None
    abstained: Annotated[int | None, Field(ge=0, le=500), Show("Қалыс", "Воздержались", "Abstained")] = None
    what: Annotated[
        str, Field(min_length=3, max_length=1000), Show("Шешім", "Решение", "Decision", area=True)
    ]  # fmt: skip

    @property
    def passed(self) -> bool:
        """Taken without a vote, or by more votes for than against."""
        return self.ayes is None or self.ayes > (self.noes or 0)


class MeetingOrder(Model):
    """What somebody is to do by a decision, and by when; it becomes his task."""

    decision: Annotated[int, Field(ge=1, le=60), Show("Шешім №", "Решение №", "Decision no.")]
    responsible: Annotated[Ref, Show("Жауапты", "Ответственный", "Responsible", to="users")]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due")]
    what: Annotated[
        str, Field(max_length=400),
        Show("Не істеу керек", "Что сделать", "What to do", area=True,
             help=("Бос болса, шешімнің өзі", "Если пусто – само решение", "Empty: the decision itself")),
    ] = ""  # fmt: skip


class MeetingPlan(Model):
    """What is planned, as it is typed."""

    day: Annotated[date, Show("Күні", "Дата", "Day")]
    time: Annotated[
        str, Field(max_length=5, pattern=r"^([01]?\d|2[0-3]):[0-5]\d$|^$"), Show("Уақыты", "Время", "Time")
    ] = ""  # fmt: skip
    place: Annotated[str, Field(max_length=200), Show("Орны", "Место", "Place")] = ""
    chair: Annotated[str, Field(min_length=3, max_length=200), Show("Төрағасы", "Председатель", "Chair")]
    users: Annotated[
        list[Ref], Field(max_length=200), Show("Мүшелері (қызметкерлер)", "Члены (сотрудники)", "Members", to="users")
    ] = Field(default_factory=list)  # fmt: skip
    members: Annotated[
        str, Field(max_length=8000),
        Show("Басқа мүшелер", "Другие члены", "Other members", area=True,
             help=("Әр жолда бір адам: дауыс береді", "По одному в строке: голосуют", "One a line: they vote")),
    ] = ""  # fmt: skip
    guests: Annotated[
        str, Field(max_length=8000),
        Show("Шақырылғандар", "Приглашённые", "Guests", area=True,
             help=("Әр жолда бір адам: дауыс бермейді", "По одному в строке: не голосуют", "One a line: no vote")),
    ] = ""  # fmt: skip
    agenda: Annotated[
        list[AgendaItem], Field(max_length=60), Show("Күн тәртібі", "Повестка дня", "Agenda")
    ] = Field(default_factory=list)  # fmt: skip


class MeetingOutcome(Model):
    """What the protocol says, as it is typed."""

    decisions: Annotated[
        list[MeetingDecision], Field(max_length=60), Show("Шешімдер", "Решения", "Decisions")
    ] = Field(default_factory=list)  # fmt: skip
    orders: Annotated[
        list[MeetingOrder], Field(max_length=120), Show("Тапсырмалар", "Поручения", "Tasks")
    ] = Field(default_factory=list)  # fmt: skip


class Meeting(Document):
    """One meeting. quorum, votes: as its kind said when it was planned; tasks: of the orders, in their order."""

    collection: ClassVar[str] = "meetings"
    title: ClassVar[Text] = Text(kk="Жиын", ru="Заседание", en="Meeting")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"signed": frozenset(), "cancelled": frozenset()}

    number: Annotated[str, Show("Хаттама №", "Протокол №", "Protocol no.", table=True, form=False)] = ""
    status: Annotated[MeetingState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        MeetingState.planned
    )
    kind: Annotated[
        str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:meeting", form=False)
    ]  # fmt: skip
    kind_name: Text
    quorum: Quorum
    votes: bool
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    time: Annotated[str, Show("Уақыты", "Время", "Time", table=True)] = ""
    place: Annotated[str, Show("Орны", "Место", "Place", table=True)] = ""
    chair: Annotated[str, Show("Төрағасы", "Председатель", "Chair")]
    people: list[Invited] = Field(default_factory=list, max_length=600)
    agenda: Annotated[list[AgendaItem], Show("Күн тәртібі", "Повестка дня", "Agenda", form=False)] = Field(
        default_factory=list
    )
    decisions: Annotated[list[MeetingDecision], Show("Шешімдер", "Решения", "Decisions", form=False)] = Field(
        default_factory=list
    )
    orders: Annotated[list[MeetingOrder], Show("Тапсырмалар", "Поручения", "Tasks", form=False)] = Field(
        default_factory=list
    )
    written_by: Who
    signed_by: Who | None = None
    signed_on: Annotated[date | None, Show("Қол қойылған күні", "Подписан", "Signed on", form=False)] = None
    tasks: list[Id] = Field(default_factory=list)

    def label(self) -> Text:
        day = f"{self.day:%d.%m.%Y}"
        return Text.model_validate({lang: f"{said}, {day}" for lang, said in self.kind_name if said})


__all__ = [
    "AgendaItem", "Invited", "Meeting", "MeetingDecision", "MeetingOrder", "MeetingOutcome", "MeetingPlan",
    "MeetingState",
]  # fmt: skip
