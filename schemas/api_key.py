"""The key of another system (clauses 40, 43): who may read the office's records over HTTP, which, and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text, Word
from schemas.condition import Asked


class ApiKeyState(Word):
    """Where a key stands: it opens, or it was withdrawn."""

    active = ("active", "Жарамды", "Действует", "In force")
    withdrawn = ("withdrawn", "Қайтарып алынған", "Отозван", "Withdrawn")


class ApiKey(Document):
    """One key. It reads what the account behind it may read, of the records named here, and never writes.

    hash: what the office keeps of the secret, which is shown once. starts: its first letters, by which people know it.
    """

    collection: ClassVar[str] = "api_keys"
    title: ClassVar[Text] = Text(kk="Оқу кілті", ru="Ключ для чтения", en="Reading key")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"active": frozenset({"status"}), "withdrawn": frozenset()}

    name: Annotated[
        str, Field(min_length=3, max_length=200),
        Show("Жүйенің атауы", "Название системы", "Name of the system", table=True),
    ]  # fmt: skip
    status: Annotated[ApiKeyState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ApiKeyState.active
    )
    user: Annotated[Ref, Show(
        "Қай тіркелгінің құқығымен", "С правами учётной записи", "With the rights of the account", table=True,
        to="users", form=False,
    )]  # fmt: skip
    sources: Annotated[
        list[Asked], Field(min_length=1),
        Show("Нені оқиды", "Что читает", "What it reads"),
    ]  # fmt: skip
    iin: Annotated[bool, Show(
        "ЖСН берілсін", "Отдавать ИИН", "Give the IIN",
        help=("Тек негіз болса", "Только при наличии основания", "Only where there is a ground for it"),
    )] = False  # fmt: skip
    per_minute: Annotated[
        int, Field(ge=1, le=600),
        Show("Минутына сұрау саны", "Запросов в минуту", "Requests a minute", table=True),
    ] = 60  # fmt: skip
    until: Annotated[date, Show("Мерзімі", "Действует до", "Valid until", table=True)]
    starts: Annotated[str, Show("Кілттің басы", "Начало ключа", "Beginning of the key", table=True, form=False)]
    hash: Annotated[str, Show("Ізі", "Отпечаток", "Fingerprint", form=False)]

    def label(self) -> Text:
        return Text(kk=f"{self.name} ({self.starts}…)"[:400])


__all__ = ["ApiKey", "ApiKeyState"]
