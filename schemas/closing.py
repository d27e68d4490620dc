"""The end of the office's work (clause 54): on what ground, by which paper, decided by whom, what was still open."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import LANGS, Document, Model, Show, Text, Word
from schemas.events import Who


class EndingGround(Word):
    """The three grounds of clause 54."""

    no_students = ("no_students", "Бакалавриатта білім алушы жоқ", "Нет обучающихся бакалавриата",
                   "No students of the bachelor level")  # fmt: skip
    directive = ("directive", "Ректордың өкімі", "Распоряжение ректора", "Directive of the rector")
    authority = ("authority", "Уәкілетті органның шешімі", "Решение уполномоченного органа",
                 "Decision of the authorised body")  # fmt: skip


class ClosingState(Word):
    asked = ("asked", "Басшылықта", "У руководства", "With the leadership")
    decided = ("decided", "Шешілді", "Решено", "Decided")
    refused = ("refused", "Қабылданбады", "Отклонено", "Refused")


class Ending(Model):
    """What is written down: ground, paper, the last day."""

    ground: Annotated[EndingGround, Show("Негізі", "Основание", "Ground", table=True)]
    paper: Annotated[
        str, Field(min_length=2, max_length=120),
        Show("Құжат (атауы, нөмірі)", "Документ (название, номер)", "Paper (name, number)", table=True),
    ]  # fmt: skip
    day: Annotated[date, Show("Құжаттың күні", "Дата документа", "Day of the paper")]
    last: Annotated[date, Show("Соңғы жұмыс күні", "Последний день работы", "Last day of work", table=True)]
    keeper: Annotated[
        str, Field(min_length=2, max_length=160),
        Show("Мұрағат кімге беріледі", "Кому передаётся архив", "Who takes the archive", table=True),
    ]  # fmt: skip


class Left(Model):
    """What was still open that day: a collection and how many."""

    what: str
    n: int


class Closing(Document, Ending):
    """A decision to end the work, with what was still open when it was asked; frozen once it is decided."""

    collection: ClassVar[str] = "closings"
    title: ClassVar[Text] = Text(kk="Қызметті тоқтату", ru="Прекращение деятельности", en="End of the work")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"decided": frozenset(), "refused": frozenset()}

    status: Annotated[ClosingState, Show("Күйі", "Состояние", "State", table=True, form=False)] = ClosingState.asked
    left: list[Left] = Field(default_factory=list)
    by: Who

    def label(self) -> Text:
        return Text(**{x: f"{self.ground.label(x)} · {self.paper}"[:400] for x in LANGS})


__all__ = ["Closing", "ClosingState", "Ending", "EndingGround", "Left"]
