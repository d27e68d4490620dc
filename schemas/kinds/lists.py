"""Small words of the office: lists of choices, reason codes, number masks, wordings, terms."""

from __future__ import annotations

import string
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body

CODE = r"^[a-z][a-z0-9_]*$"


class Choice(Model):
    """One value of a list; closed ones stay readable and are no longer offered."""

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=CODE), Show("Коды", "Код", "Code")]
    name: Annotated[Text, Show("Атауы", "Название", "Name")]
    closed: Annotated[bool, Show("Жабық", "Закрыто", "Closed")] = False


class ChoiceList(Body):
    """A list one chooses from; a field of type «choice» names it."""

    hint: ClassVar[Text] = Text(
        kk="Өріс мәндерінің тізімі; пайдаланылған мән жабылады, өшірілмейді.",
        ru="Значения для выбора; использованное закрывается, не удаляется.",
        en="Values to choose from; a used one is closed, never deleted.",
    )

    sort: Literal["choices"] = "choices"
    items: Annotated[list[Choice], Show("Мәндері", "Значения", "Values"), Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        codes = [i.code for i in self.items]
        if double := next((c for c in codes if codes.count(c) > 1), None):
            raise Refused("kinds.choice_twice", code=double)
        return self


class ReasonCode(Body):
    """A reason that acts offer; `acts`: for which (action names), none: for all."""

    hint: ClassVar[Text] = Text(
        kk="Әрекеттің себебін кодпен көрсету үшін.",
        ru="Чтобы причину действия указывать кодом.",
        en="So that the reason of an act is given by a code.",
    )

    sort: Literal["reason"] = "reason"
    acts: Annotated[
        list[str],
        Show(
            "Қай әрекеттерде (бос — бәрінде)",
            "Для каких действий (пусто — все)",
            "For which acts (empty: all)",
            to="acts",
        ),
    ] = Field(default_factory=list)


def number_mask(value: str) -> str:
    """A mask names {n} once, may name {year}, {month}, {yy}; widths as in {n:5}."""
    names: list[str] = []
    try:
        for _, name, spec, how in string.Formatter().parse(value):
            if name is None:
                continue
            names.append(name)
            wide = spec or ""
            if name not in ("n", "year", "yy", "month") or how or not (wide == "" or wide.isdigit() and len(wide) == 1):
                raise Refused("kinds.mask_word", word=name)
    except Refused:
        raise
    except ValueError:
        raise Refused("kinds.mask_braces") from None
    if names.count("n") != 1:
        raise Refused("kinds.mask_no_number")
    return value


class NumberMask(Body):
    """How numbers of a register look; one counter per mask and year, in the act's own transaction."""

    hint: ClassVar[Text] = Text(
        kk="Тіркеу нөмірінің түрі: {year}-{n:5} → 2026-00017.",
        ru="Вид номера в реестре: {year}-{n:5} → 2026-00017.",
        en="How a register's number looks: {year}-{n:5} → 2026-00017.",
    )

    sort: Literal["mask"] = "mask"
    mask: Annotated[
        str, Field(min_length=3, max_length=60), AfterValidator(number_mask), Show("Үлгі", "Маска", "Mask", table=True)
    ]
    every: Annotated[
        Literal["year", "never"], Show("Нөмір қашан басынан", "Когда сначала", "Starts anew", table=True)
    ] = "year"

    @model_validator(mode="after")
    def _year_said(self) -> Self:
        if self.every == "year" and "{year" not in self.mask and "{yy" not in self.mask:
            raise Refused("kinds.mask_no_year")
        return self

    def written(self, n: int, year: int, month: int) -> str:
        """The number as it is written: zeros in front to the width the mask gives."""
        values = {"n": n, "year": year, "yy": year % 100, "month": month}
        out = []
        for literal, name, spec, _ in string.Formatter().parse(self.mask):
            out.append(literal)
            if name:
                out.append(str(values[name]).zfill(int(spec) if spec else 2 if name in ("yy", "month") else 0))
        return "".join(out)


class Wording(Body):
    """A label or message of the office said otherwise; empty languages keep the shipped words.

    key: of a message (`errors.stale`), a field (`field.students.number`) or a value (`word.Funding.grant`).
    """

    hint: ClassVar[Text] = Text(
        kk="Кез келген жазу мен хабарды өз сөзіңізбен айту.",
        ru="Сказать любую подпись или сообщение своими словами.",
        en="Any label or message in your own words.",
    )

    sort: Literal["wording"] = "wording"
    key: Annotated[str, Field(min_length=1, max_length=120), Show("Кілті", "Ключ", "Key", table=True)]
    kk: Annotated[str, Field(max_length=2000), Show("Қазақша", "По-казахски", "Kazakh", area=True)] = ""
    ru: Annotated[str, Field(max_length=2000), Show("Орысша", "По-русски", "Russian", area=True)] = ""
    en: Annotated[str, Field(max_length=2000), Show("Ағылшынша", "По-английски", "English", area=True)] = ""


class Ground(Word):
    """What a rule of spelling rests on."""

    found = ("found", "Дереккөзден табылған", "Найдено в источнике", "Found in a source")
    usual = ("usual", "Қалыптасқан тәжірибе", "Принятая практика", "Usual practice")
    advice = ("advice", "Біздің кеңесіміз", "Наш совет", "Our advice")


class Letter(Model):
    """How one Cyrillic letter is spelled in Latin letters; `first`: at the beginning of a word, where it differs."""

    letter: Annotated[str, Field(min_length=1, max_length=1), Show("Әріп", "Буква", "Letter")]
    latin: Annotated[
        str, Field(max_length=6, pattern=r"^[a-z']*$"), Show("Латынша", "Латиницей", "In Latin letters")
    ] = ""
    first: Annotated[
        str | None, Field(max_length=6, pattern=r"^[a-z']*$"), Show("Сөз басында", "В начале слова", "First in a word")
    ] = None
    ground: Annotated[Ground, Show("Негізі", "Основание", "Ground")] = Ground.usual

    @model_validator(mode="after")
    def _cyrillic(self) -> Self:
        self.letter = self.letter.lower()
        if not "Ѐ" <= self.letter <= "ԯ":
            raise Refused("names.not_cyrillic", letter=self.letter)
        return self


class Letters(Body):
    """How names are spelled in Latin letters: the proposal for «as in the passport» is made by it."""

    hint: ClassVar[Text] = Text(
        kk="Есімнің латынша жазылуы осы кестемен ұсынылады; төлқұжаттағы жазу жоғары тұрады.",
        ru="По этой таблице предлагается запись имени латиницей; запись паспорта выше.",
        en="A name's Latin spelling is proposed by this table; that of the passport goes first.",
    )

    sort: Literal["letters"] = "letters"
    rows: Annotated[list[Letter], Show("Әріптер", "Буквы", "Letters"), Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        letters = [r.letter for r in self.rows]
        if double := next((x for x in letters if letters.count(x) > 1), None):
            raise Refused("names.letter_twice", letter=double)
        return self


class Term(Body):
    """A term of the office's glossary; the kind's name is the term in three languages."""

    hint: ClassVar[Text] = Text(
        kk="Үш тілдегі бір сөздік: атаулар осыдан тексеріледі.",
        ru="Один словарь на трёх языках: по нему проверяются названия.",
        en="One glossary in three languages: names are checked against it.",
    )

    sort: Literal["term"] = "term"
    note: Annotated[str, Field(max_length=400), Show("Ескерту", "Примечание", "Note", area=True)] = ""
