"""Bringing a table in: how columns were matched, and the line in the history of imports."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Document, Id, Model, Show, Text

Kind = Literal["students", "results", "terms", "departments", "people", "programmes", "disciplines", "diplomas"]


class Match(Model):
    """One column of a file: where its values go; a constant or a made value where the file has none.

    target: dotted field. column: heading in the file ('' for a constant). constant: the value then.
    codes: what a code of the file stands for. make: a named way to derive (see core/imports/makers.py).
    """

    target: str
    column: str = ""
    constant: str = ""
    codes: dict[str, str] = Field(default_factory=dict)
    make: str = ""


class Preset(Document):
    """A named way to match columns, to be used again."""

    collection: ClassVar[str] = "presets"
    title: ClassVar[Text] = Text(kk="Сәйкестендіру үлгісі", ru="Шаблон сопоставления", en="Matching preset")

    name: Annotated[str, Field(min_length=1, max_length=80), Show("Атауы", "Название", "Name", table=True)]
    kind: Annotated[
        Kind,
        Show("Не әкелінеді", "Что загружается", "What is brought in", table=True),
    ]
    matches: list[Match]
    rules: str = ""

    def label(self) -> Text:
        return Text(kk=self.name)


class Import(Document):
    """One accepted file: what it made and changed, the root hash of its rows; undone as a whole or not at all."""

    collection: ClassVar[str] = "imports"
    title: ClassVar[Text] = Text(kk="Импорт", ru="Импорт", en="Import")

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True)]
    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True)]
    file: Annotated[str, Field(max_length=300), Show("Файл", "Файл", "File", table=True)]
    file_hash: str
    job: Id
    rows: Annotated[int, Show("Жолдар", "Строк", "Rows", table=True)]
    created_count: Annotated[int, Show("Жасалды", "Создано", "Created", table=True)]
    changed_count: Annotated[int, Show("Өзгертілді", "Изменено", "Changed", table=True)]
    same_count: Annotated[int, Show("Өзгеріссіз", "Без изменений", "Unchanged", table=True)]
    state: Annotated[Literal["accepted", "undone"], Show("Күйі", "Состояние", "State", table=True)] = "accepted"

    def label(self) -> Text:
        return Text(kk=self.number)
