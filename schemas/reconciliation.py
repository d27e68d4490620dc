"""What the national platform holds of our students, compared with our records: stored as it came out, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word

MOST = 20_000  # rows of one comparison: it is one document


class Agreement(Word):
    """How a record stands against the platform's."""

    matches = ("matches", "Сәйкес", "Совпадает", "Matches")
    differs = ("differs", "Айырмашылығы бар", "Отличается", "Differs")
    only_here = ("only_here", "Платформада жоқ", "Нет на платформе", "Not on the platform")
    only_there = ("only_there", "Бізде жоқ", "Нет у нас", "Not in our records")


class Settling(Word):
    """What the office chose for a row that differs."""

    theirs = ("theirs", "Платформадағы мән алынды", "Принято значение платформы", "The platform's value was taken")
    ours = ("ours", "Біздікі дұрыс", "Верно у нас", "Ours is right")


class Differing(Model):
    """A field that is not alike: its path, what stands here and what stands there, in words of the day."""

    field: Annotated[str, Field(max_length=80)]
    ours: Annotated[str, Field(max_length=400)] = ""
    theirs: Annotated[str, Field(max_length=400)] = ""


class Compared(Model):
    """One record of ours, or one of theirs that we have not. line: its row in the file; key: of who is there alone."""

    state: Annotated[Agreement, Show("Нәтижесі", "Результат", "Result", table=True)]
    student: Annotated[Ref | None, Show("Студент", "Студент", "Student", table=True, to="students")] = None
    number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number", table=True)] = ""
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, to="departments")] = None
    key: Annotated[str, Field(max_length=60), Show("Платформадағы кілті", "Ключ на платформе", "Key there")] = ""
    study: Id = ""
    line: Annotated[int | None, Show("Файлдағы жолы", "Строка файла", "Row of the file")] = None
    differs: list[Differing] = Field(default_factory=list, max_length=40)


class Settled(Model):
    """The choice for one row (its place among them). left: fields that only an order or another act changes."""

    place: Annotated[int, Field(ge=0)]
    choice: Annotated[Settling, Show("Таңдау", "Решение", "Choice", table=True)]
    by: Ref
    at: datetime
    left: Annotated[list[str], Field(max_length=40)] = Field(default_factory=list)


class SentFault(Model):
    """A row left out of a file, and why: the column and the message with its words of the day."""

    student: Ref
    number: str = ""
    column: Annotated[str, Field(max_length=120)]
    key: Annotated[str, Field(max_length=80)]
    said: Annotated[str, Field(max_length=400)] = ""


class Exchange(Document):
    """A file of our records made for another system: what was in it, who was left out and why. Never changed."""

    collection: ClassVar[str] = "exchanges"
    title: ClassVar[Text] = Text(kk="Жіберілген файл", ru="Отправленный файл", en="File sent")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"stored": frozenset()}

    status: str = "stored"
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True, form=False)]
    platform: Annotated[
        str, Show("Платформа", "Платформа", "Platform", table=True, filter=True, to="kind:platform", form=False)
    ]  # fmt: skip
    version: Id
    file: Annotated[Ref, Show("Файл", "Файл", "File", to="files", form=False)]
    sent: Annotated[int, Show("Жазба саны", "Записей", "Records", table=True, form=False)]
    left: list[SentFault] = Field(default_factory=list, max_length=MOST)

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")


class Reconciliation(Document):
    """One comparison with a file of the platform. year: the academic year; replaced: a later one of the same platform
    and year stands in its place. file: the kept file, its id is its hash."""

    collection: ClassVar[str] = "reconciliations"
    title: ClassVar[Text] = Text(kk="Салыстыру", ru="Сверка", en="Reconciliation")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"stored": frozenset({"replaced", "settled"})}

    status: str = "stored"
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True, form=False)]
    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", form=False)]
    platform: Annotated[
        str, Show("Платформа", "Платформа", "Platform", table=True, filter=True, to="kind:platform", form=False)
    ]  # fmt: skip
    platform_name: Text
    version: Id
    file: Annotated[Ref, Show("Файл", "Файл", "File", to="files", form=False)]
    matching: Annotated[int, Show("Сәйкес", "Совпадает", "Matching", table=True, form=False)]
    differing: Annotated[int, Show("Айырмашылығы бар", "Отличается", "Differing", table=True, form=False)]
    only_here: Annotated[int, Show("Платформада жоқ", "Нет на платформе", "Only here", table=True, form=False)]
    only_there: Annotated[int, Show("Бізде жоқ", "Нет у нас", "Only there", table=True, form=False)]
    replaced: Annotated[bool, Show("Кейінгісі бар", "Заменена", "Replaced by a later one", form=False)] = False
    rows: list[Compared] = Field(default_factory=list, max_length=2 * MOST)
    settled: list[Settled] = Field(default_factory=list, max_length=2 * MOST)

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")

    @property
    def compared(self) -> int:
        """How many records were looked at, ours and theirs."""
        return self.matching + self.differing + self.only_here + self.only_there


__all__ = [
    "MOST", "Agreement", "Compared", "Differing", "Exchange", "Reconciliation", "SentFault", "Settled", "Settling",
]  # fmt: skip
