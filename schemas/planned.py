"""What is to happen on a day: planned by an act, carried out by the office itself on the basis of its paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Model, Ref, Show, Text, Word


class PlanState(Word):
    waiting = ("waiting", "Күтуде", "Ожидает", "Waiting")
    done = ("done", "Орындалды", "Исполнено", "Carried out")
    failed = ("failed", "Орындалмады", "Не исполнено", "Failed")
    cancelled = ("cancelled", "Бас тартылды", "Отменено", "Cancelled")


class Trouble(Model):
    """Why it could not be carried out: a message and its values."""

    key: str
    values: dict[str, Any] = Field(default_factory=dict)


class Planned(Document):
    """One thing for one day. It is carried out once, by the actor «system», with the reason and the paper of the act
    that planned it; a day that was missed is made up at the next start, in the order of days.
    """

    collection: ClassVar[str] = "planned"
    title: ClassVar[Text] = Text(kk="Жоспарланған іс", ru="Запланированное действие", en="Planned act")

    due: Annotated[date, Show("Күні", "Дата", "Day", table=True, form=False)]
    what: Annotated[str, Field(max_length=60), Show("Не істеледі", "Что будет сделано", "What is done", form=False)]
    kind: Annotated[str, Show("Жазба түрі", "Вид записи", "Kind of record", form=False)]
    subject: Annotated[Ref, Show("Жазба", "Запись", "Record", table=True, form=False)]
    reason: Annotated[str, Show("Себебі", "Причина", "Reason", form=False)] = ""
    basis: Annotated[Basis | None, Show("Негіздеме", "Основание", "Basis", form=False)] = None
    values: dict[str, Any] = Field(default_factory=dict)
    state: Annotated[PlanState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        PlanState.waiting
    )
    tries: int = 0
    ended: Annotated[datetime | None, Show("Аяқталған уақыты", "Когда закончено", "Ended", form=False)] = None
    trouble: Trouble | None = None

    def label(self) -> Text:
        return self.subject.label
