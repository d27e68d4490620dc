"""Packs that were made (clause 22): for whom, of which year, every file in them with its hash."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Lang, Model, Ref, Show, Text, Word
from schemas.events import Who
from schemas.kinds.packs import PackItem, PackPart, PackPurpose


class PackState(Word):
    """Where a pack stands: it is being made, it is made, it was stopped or fell."""

    making = ("making", "Жасалуда", "Готовится", "Being made")
    made = ("made", "Дайын", "Готов", "Made")
    failed = ("failed", "Жасалмады", "Не сделан", "Not made")


class PackFile(Model):
    """A file of a pack."""

    name: Annotated[str, Field(max_length=200), Show("Файл", "Файл", "File", form=False)]
    title: Annotated[Text, Show("Атауы", "Название", "Title", form=False)]
    part: Annotated[PackPart, Show("Бөлігі", "Часть", "Part", form=False)]
    size: Annotated[int, Show("Байт", "Байт", "Bytes", form=False)]
    sha256: Annotated[str, Field(min_length=64, max_length=64), Show("SHA-256", "SHA-256", "SHA-256", form=False)]


class PackGap(Model):
    """What the list asks for and the pack has not, and why: a message with its values."""

    title: Text
    part: PackPart
    key: Annotated[str, Field(max_length=120)]
    values: dict[str, Any] = Field(default_factory=dict)


class Pack(Document):
    """One pack. What was asked for never changes; what came of it is written once."""

    collection: ClassVar[str] = "packs"
    title: ClassVar[Text] = Text(kk="Топтама", ru="Пакет", en="Pack")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "making": frozenset({"status", "files", "gaps", "file", "made_at"}), "made": frozenset(),
        "failed": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[PackState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        PackState.making
    )
    code: Annotated[str, Field(max_length=40), Show("Топтама коды", "Код пакета", "Code of the pack", form=False)]
    version: Annotated[int, Show("Нұсқасы", "Версия", "Version", form=False)]
    name: Annotated[Text, Show("Топтама", "Пакет", "Pack", table=True, form=False)]
    purpose: Annotated[PackPurpose, Show("Не үшін", "Для чего", "What for", table=True, filter=True, form=False)]
    items: Annotated[list[PackItem], Show("Тізімі", "Состав", "Contents", form=False)] = Field(default_factory=list)
    year: Annotated[
        int, Field(ge=2000, le=2200),
        Show("Оқу жылы", "Учебный год", "Academic year", table=True),
    ]  # fmt: skip
    day: Annotated[date, Show("Қай күнге", "На дату", "As of", table=True)]
    to: Annotated[str, Field(min_length=2, max_length=160), Show("Кімге", "Кому", "For whom", table=True)]
    lang: Annotated[Lang, Show("Тілі", "Язык", "Language", form=False)] = "kk"
    again: Annotated[Ref | None, Show("Қайсысының қайталауы", "Повторение", "Repeats", form=False)] = None
    by: Annotated[Who, Show("Кім жасады", "Кто сделал", "Made by", form=False)]
    made_at: Annotated[datetime | None, Show("Дайын болды", "Готов", "Made at", form=False)] = None
    files: Annotated[list[PackFile], Show("Файлдар", "Файлы", "Files", form=False)] = Field(
        default_factory=list, max_length=500
    )
    gaps: Annotated[list[PackGap], Show("Жоқтары", "Чего нет", "What is missing", form=False)] = Field(
        default_factory=list, max_length=100
    )
    file: Annotated[Ref | None, Show("Топтама файлы", "Файл пакета", "File of the pack", to="files", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.name.kk}, {self.year}"[:400],
                    ru=f"{self.number}: {self.name.get('ru')}, {self.year}"[:400],
                    en=f"{self.number}: {self.name.get('en')}, {self.year}"[:400])  # fmt: skip


__all__ = ["Pack", "PackFile", "PackGap", "PackState"]
