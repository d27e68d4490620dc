"""Explanations, recommendations, instructions of the office (clause 34-5): published to units and roles, read by each.

Published, it is frozen; another wording is a further edition that replaces it, and the old one stays readable.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import LANGS, Document, Id, Lang, Ref, Show, Text, Word
from schemas.events import Who
from schemas.words import Role

LONGEST = 10_000


class InstructionKind(Word):
    """What the office gives."""

    explanation = ("explanation", "Түсіндірме", "Разъяснение", "Explanation")
    recommendation = ("recommendation", "Ұсыным", "Рекомендация", "Recommendation")
    instruction = ("instruction", "Нұсқау", "Указание", "Instruction")


class InstructionState(Word):
    """Where it stands."""

    draft = ("draft", "Жоба", "Проект", "Draft")
    published = ("published", "Күшінде", "Действует", "In force")
    replaced = ("replaced", "Жаңасымен ауыстырылды", "Заменено новым", "Replaced")
    cancelled = ("cancelled", "Күші жойылды", "Отменено", "Cancelled")


class Instruction(Document):
    """One edition. Its words stand in at least one language; who reads in another gets the first there is.

    units, roles: to whom; readers: how many they were on the day. since: its number is of that day.
    """

    collection: ClassVar[str] = "instructions"
    title: ClassVar[Text] = Text(kk="Түсіндірме мен нұсқау", ru="Разъяснение и указание", en="Explanation, instruction")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "published": frozenset({"status", "replaced_by", "cancelled"}),
        "replaced": frozenset(), "cancelled": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    edition: Annotated[int, Field(ge=1), Show("Редакциясы", "Редакция", "Edition", table=True, form=False)] = 1
    status: Annotated[InstructionState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        InstructionState.draft
    )
    kind: Annotated[InstructionKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = InstructionKind.explanation
    topic_kk: Annotated[
        str, Field(max_length=300), Show("Тақырыбы (қазақша)", "Тема (на казахском)", "Subject (Kazakh)", group="in_kk")
    ] = ""  # fmt: skip
    text_kk: Annotated[
        str, Field(max_length=LONGEST),
        Show("Мәтіні (қазақша)", "Текст (на казахском)", "Text (Kazakh)", area=True, group="in_kk"),
    ] = ""  # fmt: skip
    topic_ru: Annotated[
        str, Field(max_length=300), Show("Тақырыбы (орысша)", "Тема (на русском)", "Subject (Russian)", group="in_ru")
    ] = ""  # fmt: skip
    text_ru: Annotated[
        str, Field(max_length=LONGEST),
        Show("Мәтіні (орысша)", "Текст (на русском)", "Text (Russian)", area=True, group="in_ru"),
    ] = ""  # fmt: skip
    topic_en: Annotated[
        str, Field(max_length=300),
        Show("Тақырыбы (ағылшынша)", "Тема (на английском)", "Subject (English)", group="in_en"),
    ] = ""  # fmt: skip
    text_en: Annotated[
        str, Field(max_length=LONGEST),
        Show("Мәтіні (ағылшынша)", "Текст (на английском)", "Text (English)", area=True, group="in_en"),
    ] = ""  # fmt: skip
    units: Annotated[
        list[Ref], Field(max_length=100),
        Show("Бөлімшелерге", "Подразделениям", "To units", to="departments", group="whom"),
    ] = Field(default_factory=list)  # fmt: skip
    roles: Annotated[list[Role], Field(max_length=20), Show("Рөлдерге", "Ролям", "To roles", group="whom")] = Field(
        default_factory=list
    )
    read_by: Annotated[
        date | None, Show("Танысу мерзімі", "Ознакомиться до", "To be read by", table=True, group="whom")
    ] = None  # fmt: skip
    files: Annotated[list[Ref], Field(max_length=10), Show("Файлдар", "Файлы", "Files", to="files", form=False)] = (
        Field(default_factory=list)
    )
    since: Annotated[date | None, Show("Жарияланған күні", "Дата", "Day", table=True, form=False)] = None
    published_by: Who | None = None
    readers: int = 0
    replaces: Annotated[Ref | None, Show("Нені ауыстырады", "Что заменяет", "Replaces", form=False)] = None
    replaced_by: Annotated[Ref | None, Show("Немен ауыстырылды", "Чем заменено", "Replaced by", form=False)] = None
    cancelled: Annotated[str, Show("Неге жойылды", "Почему отменено", "Why cancelled", form=False)] = ""

    def label(self) -> Text:
        topic = self.topic("kk")
        return Text(kk=f"{self.number}: {topic}"[:400] if self.since else topic)

    def spoken(self, lang: Lang) -> Lang:
        """The language in which somebody who reads `lang` gets it: that one, or the first that has words."""
        found = [x for x in (lang, *LANGS) if getattr(self, f"topic_{x}")]
        return found[0] if found else lang

    def topic(self, lang: Lang) -> str:
        """Its subject as somebody reads it."""
        return str(getattr(self, f"topic_{self.spoken(lang)}"))

    def text(self, lang: Lang) -> str:
        """Its words as somebody reads them."""
        return str(getattr(self, f"text_{self.spoken(lang)}"))


class InstructionRead(Document):
    """Who has read an edition, and when: by his sign-in."""

    collection: ClassVar[str] = "instruction_reads"
    title: ClassVar[Text] = Text(kk="Танысу белгісі", ru="Отметка об ознакомлении", en="Read mark")

    instruction: Ref
    user: Id
    person: Annotated[str, Show("Кім", "Кто", "Who", form=False)]
    post: Annotated[str, Show("Лауазымы", "Должность", "Post", form=False)] = ""
    unit: Ref | None = None
    at: Annotated[datetime, Show("Қашан", "Когда", "When", form=False)]

    def label(self) -> Text:
        return Text(kk=f"{self.instruction.label.kk} · {self.person}"[:400])


def read_id(instruction: Id, user: Id) -> Id:
    """One mark of one person under one edition."""
    return f"{instruction}:{user}"


__all__ = ["Instruction", "InstructionKind", "InstructionRead", "InstructionState", "read_id"]
