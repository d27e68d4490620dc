"""The new academic year in one press: what became of everybody, and that nobody was left behind (complaint 40)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Show, Text, Word


class Turn(Word):
    """What the new year brings to a study."""

    moved = ("moved", "Келесі курсқа көшеді", "Переводится на следующий курс", "Moves up")
    repeating = ("repeating", "Қайта оқу курсы", "Повторный курс", "Repeats the year")
    expelling = ("expelling", "Оқудан шығаруға ұсынылған (бұйрыққа дейін қалады)",
                 "Представлен к отчислению (остаётся до приказа)",
                 "Proposed for expulsion (stays until the order)")  # fmt: skip
    leave = ("leave", "Академиялық демалыста", "В академическом отпуске", "On leave")
    final = ("final", "Бітіруші курс (бұйрыққа дейін қалады)", "Выпускной курс (остаётся до приказа)",
             "Final year (stays until the order)")  # fmt: skip
    fresh = ("fresh", "Жаңа қабылданған (курсы сол күйі)", "Новый приём (курс не меняется)", "New intake (year stays)")
    already = ("already", "Биыл көшіп қойған (курсы сол күйі)", "Уже переведён в этом году (курс не меняется)",
               "Moved up already this year (year stays)")  # fmt: skip
    left = ("left", "Оқу жылы ішінде кеткен немесе бітірген", "Выбыл или окончил в течение года",
            "Left or graduated during the year")  # fmt: skip
    unclear = ("unclear", "Шешілмеген", "Не решено", "Undecided")


class RolloverState(Word):
    preparing = ("preparing", "Дайындалуда", "Готовится", "Being prepared")
    running = ("running", "Жүруде", "Идёт", "Running")
    done = ("done", "Аяқталды", "Завершён", "Done")


class Decision(Model):
    """What the head decided about an undecided study: moves up, or is in its last year."""

    study: Id
    turn: Turn


class Rollover(Document):
    """The passage into one academic year. counts: studies by Turn as previewed when it was begun; contingent: all who
    stood in the year before; the sum of the counts equals it, or it is not begun.

    repeating, decided: what the head decided by hand. cursor: the last student moved (students go by in
    the order of their ids, each once). facts: studies by Turn, counted anew from the students themselves when all were
    moved. stood: studies that were left behind, which must be none.
    """

    collection: ClassVar[str] = "rollovers"
    title: ClassVar[Text] = Text(kk="Жаңа оқу жылына өту", ru="Переход на новый учебный год", en="New academic year")

    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", table=True)]
    state: Annotated[RolloverState, Show("Күйі", "Состояние", "State", table=True)] = RolloverState.preparing
    day: Annotated[date | None, Show("Көшіру күні", "Дата перевода", "Moved on", table=True)] = None
    order: Annotated[str, Field(max_length=60), Show("Бұйрық №", "Приказ №", "Order no.", table=True)] = ""
    order_day: Annotated[date | None, Show("Бұйрық күні", "Дата приказа", "Date of the order")] = None
    contingent: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    repeating: list[Id] = Field(default_factory=list, max_length=5000)
    decided: list[Decision] = Field(default_factory=list, max_length=5000)
    cursor: Id = ""
    facts: dict[str, int] = Field(default_factory=dict)
    stood: list[Id] = Field(default_factory=list, max_length=5000)
    plans: int = 0
    sections: int = 0

    def label(self) -> Text:
        return Text(kk=f"{self.year}/{(self.year + 1) % 100:02d}")
