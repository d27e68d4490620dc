"""The new academic year in one press: what became of everybody, and that nobody was left behind (complaint 40)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Show, Text, Word


class Turn(Word):
    """What the new year brings to a study."""

    moved = ("moved", "Келесі курсқа көшті", "Переведён на следующий курс", "Moved up")
    repeating = ("repeating", "Қайта курс", "Повторный курс", "Repeats the year")
    leave = ("leave", "Академиялық демалыста", "В академическом отпуске", "On leave")
    left = ("left", "Кеткен немесе бітірген", "Выбыл или окончил", "Left or graduated")
    unclear = ("unclear", "Шешілмеген", "Не решено", "Undecided")


class RolloverState(Word):
    running = ("running", "Жүруде", "Идёт", "Running")
    done = ("done", "Аяқталды", "Завершён", "Done")


class Rollover(Document):
    """The passage into one academic year. counts: studies by Turn; contingent: all who stood before; the sum of the
    counts equals it, or it is not begun."""

    collection: ClassVar[str] = "rollovers"
    title: ClassVar[Text] = Text(kk="Жаңа оқу жылына өту", ru="Переход на новый учебный год", en="New academic year")

    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", table=True)]
    state: Annotated[RolloverState, Show("Күйі", "Состояние", "State", table=True)] = RolloverState.running
    contingent: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    repeating: list[Id] = Field(default_factory=list, max_length=5000)
    order: str = ""
    order_day: date | None = None
    sections: int = 0

    def label(self) -> Text:
        return Text(kk=f"{self.year}/{(self.year + 1) % 100:02d}")
