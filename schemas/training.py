"""Briefings and trainings (clauses 31, 39): who conducted them, who was there, until when they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word


class TrainingSort(Word):
    """What a briefing or a training is about."""

    anti_corruption = (
        "anti_corruption", "Сыбайлас жемқорлыққа қарсы", "Противодействие коррупции", "Anti-corruption"
    )  # fmt: skip
    safety = ("safety", "Қауіпсіздік техникасы", "Техника безопасности", "Safety")
    quality = ("quality", "Сапа менеджменті", "Менеджмент качества", "Quality management")
    personal_data = ("personal_data", "Дербес деректерді қорғау", "Защита персональных данных", "Personal data")
    other = ("other", "Өзге", "Иное", "Other")


class TrainingState(Word):
    """Where a training stands: signing goes on, it is closed, it did not take place."""

    open = ("open", "Қол қойылуда", "Идёт подписание", "Being signed")
    closed = ("closed", "Жабылған", "Закрыто", "Closed")
    cancelled = ("cancelled", "Өтпеген", "Не состоялось", "Cancelled")


class Attendee(Model):
    """Who was called, in what post; when he signed, or that his signature stands on paper."""

    user: Annotated[Ref, Show("Қатысушы", "Участник", "Participant", to="users", form=False)]
    post: Annotated[str, Field(max_length=200), Show("Лауазымы", "Должность", "Post", form=False)] = ""
    signed_at: Annotated[datetime | None, Show("Қол қойылды", "Подписано", "Signed", form=False)] = None
    paper: Annotated[bool, Show("Қағазда", "На бумаге", "On paper", form=False)] = False


class Training(Document):
    """One briefing or training. What was planned stays; while it is open only signatures are added, a closed one is
    frozen. until: the last day on which it counts."""

    collection: ClassVar[str] = "trainings"
    title: ClassVar[Text] = Text(kk="Нұсқама не оқыту", ru="Инструктаж или обучение", en="Briefing or training")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"status", "people", "scan"}), "closed": frozenset(), "cancelled": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[TrainingState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        TrainingState.open
    )
    sort: Annotated[TrainingSort, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = TrainingSort.anti_corruption
    topic: Annotated[str, Field(min_length=3, max_length=300), Show("Тақырыбы", "Тема", "Topic", table=True)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    by: Annotated[str, Field(min_length=3, max_length=200), Show("Кім өткізеді", "Кто проводит", "By whom")]
    valid: Annotated[
        int, Field(ge=1, le=60), Show("Қанша айға жарамды", "Действует, месяцев", "Valid for, months")
    ] = 12  # fmt: skip
    until: Annotated[date, Show("Жарамды", "Действует до", "Valid until", table=True, form=False)]
    programme: Annotated[Ref | None, Show("Бағдарламасы", "Программа", "Programme", to="files", form=False)] = None
    people: Annotated[list[Attendee], Show("Қатысушылар", "Участники", "Participants", form=False)] = Field(
        default_factory=list, max_length=2000
    )
    scan: Annotated[Ref | None, Show("Қағаз парақтың сканы", "Скан бумажного листа", "Scan of the paper list",
                                     to="files", form=False)] = None  # fmt: skip

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.topic}"[:400])


__all__ = ["Attendee", "Training", "TrainingSort", "TrainingState"]
