"""Kinds of meetings and of consultations (clauses 33-6, 33-8, 34-6): what quorum, how long they usually take."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Show, Text, Word
from schemas.kinds.base import Body


class Quorum(Word):
    """How many of those who vote must be present."""

    free = ("free", "Талап етілмейді", "Не требуется", "Not asked")
    half = ("half", "Жартысынан көбі", "Более половины", "More than half")
    two_thirds = ("two_thirds", "Кемінде үштен екісі", "Не менее двух третей", "At least two thirds")


class MeetingKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Алқалы орган не жиын: хаттамасы қай кворуммен күшіне енеді, дауыс беріле ме.",
        ru="Коллегиальный орган или совещание: при каком кворуме действует протокол, голосуют ли.",
        en="A council or a meeting: the quorum its minutes need, whether it votes.",
    )

    sort: Literal["meeting"] = "meeting"
    quorum: Annotated[Quorum, Show("Кворум", "Кворум", "Quorum", table=True)] = Quorum.half
    votes: Annotated[bool, Show("Дауыс беріледі", "Проводится голосование", "It votes", table=True)] = True


class ConsultationKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Бөлімшелер мен оқытушылар үшін өтетін семинар, кеңес беру, жиын.",
        ru="Семинар, консультация, совещание для подразделений и преподавателей.",
        en="A seminar, a consultation or a meeting held for units and teachers.",
    )

    sort: Literal["consultation"] = "consultation"
    hours: Annotated[
        Decimal, Field(gt=0, le=40, decimal_places=2),
        Show("Әдетте қанша сағат", "Обычно часов", "Usual hours", table=True),
    ] = Decimal(1)  # fmt: skip


__all__ = ["ConsultationKind", "MeetingKind", "Quorum"]
