"""Files of other systems as data: which of their columns says what of ours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.words import StudyStatus


class PlatformColumn(Model):
    """A column of their file and the field of ours it must say the same as. words: their words for values of a closed
    list, «their word = ours», parted by commas."""

    column: Annotated[
        str, Field(min_length=1, max_length=120), Show("Файлдағы баған", "Столбец файла", "Column of the file")
    ]  # fmt: skip
    field: Annotated[str, Field(min_length=1, max_length=80), Show("Біздің өріс", "Наше поле", "Our field")]
    words: Annotated[
        str, Field(max_length=600),
        Show("Олардың сөздері", "Их слова", "Their words",
             help=("М = male, Ж = female", "М = male, Ж = female", "M = male, F = female")),
    ] = ""  # fmt: skip


class PlatformKind(Body):
    """A file of the national platform: by what a person is found in it, and what is compared."""

    hint: ClassVar[Text] = Text(
        kk="Ұлттық платформа файлы: тұлға қай баған бойынша табылады, қай бағандар салыстырылады.",
        ru="Файл национальной платформы: по какому столбцу находится человек, какие столбцы сверяются.",
        en="A file of the national platform: by which column a person is found, which columns are compared.",
    )

    sort: Literal["platform"] = "platform"
    key_column: Annotated[
        str, Field(min_length=1, max_length=120), Show("Кілт бағаны", "Столбец ключа", "Column of the key", table=True)
    ]  # fmt: skip
    key: Annotated[
        str, Field(min_length=1, max_length=80), Show("Кілт өрісі", "Поле ключа", "Field of the key", table=True)
    ] = "iin"  # fmt: skip
    columns: Annotated[
        list[PlatformColumn], Field(min_length=1, max_length=40), Show("Бағандар", "Столбцы", "Columns")
    ]  # fmt: skip
    statuses: Annotated[
        list[StudyStatus], Field(min_length=1, max_length=8),
        Show("Кімдер платформада болуы тиіс", "Кто должен быть на платформе", "Who must be there"),
    ] = Field(default_factory=lambda: [StudyStatus.active, StudyStatus.academic_leave])  # fmt: skip

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        columns, fields = [c.column.casefold() for c in self.columns], [c.field for c in self.columns]
        if len({*columns}) < len(columns) or len({*fields}) < len(fields):
            raise Refused("reconciling.column_twice", "columns")
        return self


__all__ = ["PlatformColumn", "PlatformKind"]
