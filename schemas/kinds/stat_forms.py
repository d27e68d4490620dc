"""Statistical forms as data (clauses 22, 46; domain.md 12): rows and columns with what is counted in them.

The official layout changes and is not public, so it is a table the office edits: what a line is called, which students
it counts, where in the sheet it stands, the sum of which other lines it must be.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.condition import Condition
from schemas.kinds.base import Body

PLACE = r"^([1-9]\d{0,3}|[A-Z]{1,2})?$"


class FormCount(Word):
    """Which students a column counts: those there on the day, or those a year brought or took."""

    there = ("there", "Сол күні бар", "Есть на дату", "There on the day")
    came = ("came", "Жыл ішінде келген", "Прибыли за год", "Came within the year")
    left = ("left", "Жыл ішінде кеткен", "Выбыли за год", "Left within the year")


class FormLine(Model):
    """A row or a column. of: conditions on cuts of the contingent (core.contingent.cuts), of those who came or left
    also `cause`, the kind of order; several hold together. place: of a row its number in the sheet, of a column its
    letters; empty: after the one before. parts: codes of lines of the same side, parted by commas, whose sum it must
    be; such a line is counted by its own conditions and checked against them."""

    code: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s,:]+$"), Show("Коды", "Код", "Code")]
    name: Annotated[Text, Show("Атауы", "Заголовок", "Heading")]
    section: Annotated[str, Field(max_length=200), Show("Бөлімі", "Раздел", "Section")] = ""
    counts: Annotated[FormCount, Show("Кім саналады", "Кто считается", "Who is counted")] = FormCount.there
    of: Annotated[list[Condition], Field(max_length=12), Show("Шарттары", "Условия", "Conditions")] = Field(
        default_factory=list
    )
    place: Annotated[
        str, Field(max_length=4, pattern=PLACE), Show("Парақтағы орны", "Место на листе", "Place in the sheet")
    ] = ""  # fmt: skip
    parts: Annotated[
        str, Field(max_length=400), Show("Қай жолдардың қосындысы", "Сумма каких строк", "The sum of which lines")
    ] = ""  # fmt: skip

    @property
    def summed(self) -> list[str]:
        """Codes of the lines it is the sum of."""
        return [c.strip() for c in self.parts.split(",") if c.strip()]


class StatForm(Body):
    """A form: rows by columns. of: whom the whole form is about. day: «01-10», the day it is filled as of."""

    hint: ClassVar[Text] = Text(
        kk="Жылдық статистикалық нысан: қай жол мен бағанда кім саналады, парақтың қай ұяшығына жазылады.",
        ru="Годовая статистическая форма: кто считается в строке и графе, в какую ячейку листа пишется.",
        en="A yearly statistical form: who is counted in a row and a column, in which cell it is written.",
    )

    sort: Literal["stat_form"] = "stat_form"
    day: Annotated[
        str, Field(pattern=r"^[0-3]\d-[01]\d$"), Show("Қай күнге (күн-ай)", "На дату (день-месяц)", "As of (day-month)")
    ] = "01-10"  # fmt: skip
    sheet: Annotated[str, Field(max_length=31), Show("Парақ аты", "Имя листа", "Name of the sheet")] = ""
    note: Annotated[Text | None, Show("Нысан туралы ескертпе", "Примечание о форме", "A note on the form")] = None
    sample: Annotated[
        bool, Show("Үлгі: ресми қалып емес", "Образец, не официальный макет", "A sample, not the official layout")
    ] = False  # fmt: skip
    of: Annotated[list[Condition], Field(max_length=12), Show("Кімдер туралы", "О ком форма", "Whom it is about")] = (
        Field(default_factory=list)
    )
    rows: Annotated[list[FormLine], Field(max_length=400), Show("Жолдары", "Строки", "Rows")] = Field(
        default_factory=list
    )
    columns: Annotated[list[FormLine], Field(max_length=100), Show("Бағандары", "Графы", "Columns")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for side, lines in (("rows", self.rows), ("columns", self.columns)):
            codes = [x.code for x in lines]
            for n, line in enumerate(lines):
                if codes.index(line.code) != n:
                    raise Refused("stat_forms.code_twice", f"{side}.{n}.code")
                if line.place and line.place.isdigit() is (side == "columns"):
                    raise Refused("stat_forms.bad_place", f"{side}.{n}.place")
                if any(c not in codes or c == line.code for c in line.summed):
                    raise Refused("stat_forms.no_part", f"{side}.{n}.parts")
            places = [x.place for x in lines if x.place]
            if len(set(places)) < len(places):
                raise Refused("stat_forms.place_twice", side)
        return self


__all__ = ["FormCount", "FormLine", "StatForm"]
