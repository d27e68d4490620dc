"""Files of other systems as data: which of their columns says what of ours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.words import StudyStatus


class Code(Model):
    """One value in their words and in ours."""

    theirs: Annotated[str, Field(min_length=1, max_length=200), Show("Олардың коды", "Их код", "Their code")]
    ours: Annotated[str, Field(min_length=1, max_length=200), Show("Біздің мән", "Наше значение", "Our value")]


class CodeTable(Body):
    """Codes of another system for our values: one table for every column that needs it."""

    hint: ClassVar[Text] = Text(
        kk="Басқа жүйенің кодтары және олардың біздегі мәні; бір кесте бірнеше бағанға қызмет етеді.",
        ru="Коды другой системы и наши значения; одна таблица служит нескольким столбцам.",
        en="Codes of another system and our values; one table serves several columns.",
    )

    sort: Literal["code_table"] = "code_table"
    rows: Annotated[list[Code], Field(min_length=1, max_length=500), Show("Жолдар", "Строки", "Rows")]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        theirs, ours = [r.theirs.casefold() for r in self.rows], [r.ours.casefold() for r in self.rows]
        if len({*theirs}) < len(theirs) or len({*ours}) < len(ours):
            raise Refused("reconciling.code_twice", "rows")
        return self


class PlatformColumn(Model):
    """A column of their file and the field of ours it must say the same as. words: their words for values of a closed
    list, «their word = ours», parted by commas; table: the code table that says them. required, longest: what their
    system refuses, so that it is seen before the file is sent."""

    column: Annotated[
        str, Field(min_length=1, max_length=120), Show("Файлдағы баған", "Столбец файла", "Column of the file")
    ]  # fmt: skip
    field: Annotated[str, Field(min_length=1, max_length=80), Show("Біздің өріс", "Наше поле", "Our field")]
    words: Annotated[
        str, Field(max_length=600),
        Show("Олардың сөздері", "Их слова", "Their words",
             help=("М = male, Ж = female", "М = male, Ж = female", "M = male, F = female")),
    ] = ""  # fmt: skip
    table: Annotated[
        str, Field(max_length=40),
        Show("Кодтар кестесі", "Таблица кодов", "Code table", to="kind:code_table"),
    ] = ""  # fmt: skip
    required: Annotated[bool, Show("Міндетті", "Обязателен", "Required")] = False
    longest: Annotated[
        int | None, Field(ge=1, le=4000), Show("Ең көп әріп", "Наибольшая длина", "Longest, letters")
    ] = None  # fmt: skip


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

    file: Annotated[
        Literal["xlsx", "utf8", "windows1251"],
        Show("Жіберілетін файл", "Отправляемый файл", "The file we send"),
    ] = "xlsx"  # fmt: skip
    dates: Annotated[
        Literal["dotted", "dashed"], Show("Күнді жазу", "Запись даты", "How days are written")
    ] = "dotted"  # fmt: skip

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        columns, fields = [c.column.casefold() for c in self.columns], [c.field for c in self.columns]
        if len({*columns}) < len(columns) or len({*fields}) < len(fields):
            raise Refused("reconciling.column_twice", "columns")
        return self


__all__ = ["Code", "CodeTable", "PlatformColumn", "PlatformKind"]
