"""The directory of correspondents (clauses 34-3, 40, 46): with whom the office exchanges letters."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Show, Text, Word


class CorrespondentKind(Word):
    """What a correspondent is."""

    leadership = ("leadership", "Басшылық", "Руководство", "Leadership")
    ministry = ("ministry", "Министрлік", "Министерство", "Ministry")
    body = ("body", "Мемлекеттік орган", "Государственный орган", "Public body")
    university = ("university", "Жоғары оқу орны", "Вуз", "University")
    organisation = ("organisation", "Өзге ұйым", "Иная организация", "Other organisation")
    unit = ("unit", "Өз бөлімшесі", "Своё подразделение", "Own unit")


class Correspondent(Document):
    """One ministry, body, organisation or office of the leadership, as letters name it."""

    collection: ClassVar[str] = "correspondents"
    title: ClassVar[Text] = Text(kk="Хат алмасушы", ru="Корреспондент", en="Correspondent")

    code: Annotated[
        str, Field(min_length=1, max_length=30), Show("Қысқа атауы", "Краткое название", "Short name", table=True)
    ]
    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    kind: Annotated[CorrespondentKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = (
        CorrespondentKind.organisation
    )
    bin: Annotated[str, Field(max_length=12, pattern=r"^(\d{12})?$"), Show("БСН", "БИН", "BIN", table=True)] = ""
    email: Annotated[
        str, Field(max_length=120), Show("Электрондық пошта", "Электронная почта", "E-mail", like="email")
    ] = ""  # fmt: skip
    phone: Annotated[str, Field(max_length=60), Show("Телефон", "Телефон", "Telephone")] = ""
    address: Annotated[Text | None, Show("Мекенжайы", "Адрес", "Address")] = None
    addressee: Annotated[
        str, Field(max_length=200),
        Show("Кімнің атына жазылады", "На чьё имя пишется", "To whose name letters go",
             help=("Мысалы: Министр С. Нұрбекке", "Например: Министру С. Нурбеку", "For instance: to the Minister")),
    ] = ""  # fmt: skip
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True

    def label(self) -> Text:
        return self.name


__all__ = ["Correspondent", "CorrespondentKind"]
