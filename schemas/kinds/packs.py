"""Packs as data (clause 22): what a licensing, a state attestation, an accreditation is given by the office."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body


class PackPurpose(Word):
    """For what a pack is."""

    licensing = ("licensing", "Лицензиялау", "Лицензирование", "Licensing")
    attestation = ("attestation", "Мемлекеттік аттестаттау", "Государственная аттестация", "State attestation")
    accreditation = ("accreditation", "Аккредиттеу", "Аккредитация", "Accreditation")
    other = ("other", "Өзге", "Иное", "Other")


class PackPart(Word):
    """What may be put into a pack: a saved report, a statistical form, or what a room of the office makes."""

    report = ("report", "Сақталған есеп", "Сохранённый отчёт", "Saved report")
    stat_form = ("stat_form", "Статистикалық нысан", "Статистическая форма", "Statistical form")
    contingent = ("contingent", "Контингент", "Контингент", "Contingent")
    movement = ("movement", "Контингент қозғалысы", "Движение контингента", "Movement of the contingent")
    graduates = ("graduates", "Түлектер мен дипломдар кітабы", "Выпускники: книга дипломов",
                 "Graduates: book of diplomas")  # fmt: skip
    results = ("results", "Сессия нәтижелері", "Результаты сессии", "Results of a session")
    attestation = ("attestation", "Аттестаттау комиссияларының есептері", "Отчёты аттестационных комиссий",
                   "Reports of attestation commissions")  # fmt: skip
    commissions = ("commissions", "Комиссиялар құрамы", "Составы комиссий", "Compositions of commissions")
    seats = ("seats", "Комиссия мүшелері туралы мәлімет", "Сведения о членах комиссий", "Staff of commissions")
    programmes = ("programmes", "Бағдарламалар: лицензия мен аккредиттеу", "Программы: лицензии и аккредитация",
                  "Programmes: licences and accreditation")  # fmt: skip
    permits = ("permits", "Көшірме рұқсаттары", "Разрешения на копии", "Permissions to copy")
    documents = ("documents", "Рұқсат бойынша құжат көшірмелері", "Копии документов по разрешению",
                 "Copies of documents by permission")  # fmt: skip


NAMED = {PackPart.report, PackPart.stat_form}  # a further word says which


class PackItem(Model):
    """One line of a pack's list. code: which report or form."""

    part: Annotated[PackPart, Show("Не кіреді", "Что входит", "What goes in")]
    code: Annotated[
        str, Field(max_length=60),
        Show("Қайсысы (есеп не нысан коды)", "Какой (код отчёта или формы)", "Which (code of the report or form)"),
    ] = ""  # fmt: skip


class PackKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Топтама: лицензиялауға, аттестаттауға, аккредиттеуге офис не береді.",
        ru="Пакет: что офис даёт для лицензирования, аттестации, аккредитации.",
        en="A pack: what the office gives for licensing, attestation, accreditation.",
    )

    sort: Literal["pack"] = "pack"
    purpose: Annotated[PackPurpose, Show("Не үшін", "Для чего", "What for", table=True)] = PackPurpose.accreditation
    to: Annotated[
        str, Field(max_length=160), Show("Кімге беріледі", "Кому передаётся", "Handed to", table=True)
    ] = ""  # fmt: skip
    items: Annotated[list[PackItem], Field(min_length=1, max_length=60), Show("Тізімі", "Состав", "Contents")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for n, item in enumerate(self.items):
            if item.part in NAMED and not item.code:
                raise Refused("errors.field.missing", f"items.{n}.code")
            if item in self.items[:n]:
                raise Refused("packs.twice", f"items.{n}.part")
        return self


__all__ = ["NAMED", "PackItem", "PackKind", "PackPart", "PackPurpose"]
