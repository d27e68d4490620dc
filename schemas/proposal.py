"""Proposals: who sees a mistake on a card and may not mend it himself says what it should be; the office decides."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.events import Who


class ProposalState(Word):
    """Where a proposal stands."""

    open = ("open", "Шешім күтуде", "Ждёт решения", "Waiting")
    accepted = ("accepted", "Қабылданды", "Принято", "Accepted")
    declined = ("declined", "Қабылданбады", "Отклонено", "Declined")
    withdrawn = ("withdrawn", "Кері алынды", "Отозвано", "Withdrawn")


class Proposed(Model):
    """One field: its place on the card, what it was when it was proposed, what it should be.

    Personal values stand as salted hashes. outcome: what the office decided about this field.
    """

    path: str
    was: Any = None
    proposed: Any = None
    outcome: Literal["", "accepted", "declined"] = ""


class Proposal(Document):
    """A change of one student's card that waits for the office or was decided by it; what was decided stays.

    faculties, departments, teachers, groups: of the student's studies on the day of the proposal, for rights.
    """

    collection: ClassVar[str] = "proposals"
    title: ClassVar[Text] = Text(kk="Өзгеріс ұсынысы", ru="Предложение изменения", en="Proposed change")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculties", "department": "departments", "teacher": "teachers", "group": "groups",
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number", table=True, form=False)]
    study: Id | None = None
    faculties: list[Id] = Field(default_factory=list)
    departments: list[Id] = Field(default_factory=list)
    teachers: list[Id] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)
    changes: Annotated[list[Proposed], Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1, max_length=500), Show("Себебі", "Причина", "Reason", form=False)]
    file: Annotated[Ref | None, Show("Растайтын құжат", "Подтверждающий документ", "Supporting paper", form=False)] = (
        None
    )
    by: Annotated[Who, Show("Кім ұсынды", "Кто предложил", "Proposed by", form=False)]
    at: datetime
    state: Annotated[
        ProposalState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = ProposalState.open  # fmt: skip
    reviewed: Annotated[Who | None, Show("Кім шешті", "Кто решил", "Decided by", form=False)] = None
    reviewed_at: datetime | None = None
    note: Annotated[str, Show("Жауап", "Ответ", "Answer", form=False)] = ""

    def label(self) -> Text:
        return Text(kk=self.number)
