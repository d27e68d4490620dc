"""Two records of one person joined: proposed by one, confirmed by another, and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Ref, Show, Text, Word
from schemas.events import Who


class MergeState(Word):
    """Where a merge stands."""

    proposed = ("proposed", "Растауды күтуде", "Ждёт подтверждения", "Waiting for confirmation")
    confirmed = ("confirmed", "Біріктірілді", "Объединены", "Joined")
    declined = ("declined", "Қабылданбады", "Отклонено", "Declined")
    undone = ("undone", "Қайтарылды", "Возвращено", "Taken back")


class Merge(Document):
    """One merge: the record that is kept, the other, which card fields are taken from the other.

    moved: what still lives and went over with the studies (collection → ids), so that it can go back.
    kept_event, other_event: the events that the way back voids.
    """

    collection: ClassVar[str] = "merges"
    title: ClassVar[Text] = Text(kk="Жазбаларды біріктіру", ru="Объединение записей", en="Merge of records")

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    keep: Annotated[Ref, Show("Қалатын жазба", "Остаётся запись", "Record that stays", table=True, form=False)]
    keep_number: str
    other: Annotated[Ref, Show("Қосылатын жазба", "Присоединяется", "Record that is joined", table=True, form=False)]
    other_number: str
    choices: list[str] = Field(default_factory=list)
    reason: Annotated[str, Show("Себебі", "Причина", "Reason", form=False)]
    state: Annotated[MergeState, Show("Күйі", "Состояние", "State", table=True, form=False)] = MergeState.proposed
    by: Annotated[Who, Show("Кім ұсынды", "Кто предложил", "Proposed by", form=False)]
    at: datetime
    decided: Annotated[Who | None, Show("Кім шешті", "Кто решил", "Decided by", form=False)] = None
    decided_at: datetime | None = None
    note: Annotated[str, Show("Ескерту", "Примечание", "Remark", form=False)] = ""
    undone: Who | None = None
    undone_at: datetime | None = None
    kept_event: Id = ""
    other_event: Id = ""
    moved: dict[str, list[Id]] = Field(default_factory=dict)

    def label(self) -> Text:
        return Text(kk=self.number)
