"""Names: what is found wrong with one (derived, kept beside the records), and a decision to keep a name as it is."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word


class What(Word):
    """Sorts of findings."""

    latin_missing = ("latin_missing", "Латынша жазуы жоқ", "Нет записи латиницей", "No Latin spelling")
    latin_differs = ("latin_differs", "Латынша жазуы басқаша", "Латиница иная", "Latin spelling differs")
    mixed = ("mixed", "Бір сөзде екі жазу", "Буквы двух алфавитов", "Letters of two scripts")
    language_missing = ("language_missing", "Тілі жоқ", "Нет языка", "A language is missing")
    glossary = ("glossary", "Сөздіктен басқаша", "Не по словарю", "Differs from the glossary")


class Stranger(Model):
    """A word of two scripts and the letters in it that are strangers."""

    word: str
    letters: str


class Finding(Document):
    """What is wrong with one value of one record. Derived by core.names.scan; written anew at any time, no part of the
    trail. kind, of: collection and id of the record («sort/code» of what the office described).
    """

    collection: ClassVar[str] = "name_findings"
    title: ClassVar[Text] = Text(kk="Атаудағы кемшілік", ru="Замечание к названию", en="Finding in a name")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculties", "department": "departments", "group": "groups"}

    kind: str
    of: Id
    name: Annotated[str, Show("Жазба", "Запись", "Record", table=True)]
    number: Annotated[str, Show("Нөмірі, коды", "Номер, код", "Number, code", table=True)] = ""
    path: str
    what: Annotated[What, Show("Не табылды", "Что найдено", "What was found", table=True, filter=True)]
    was: Annotated[str, Show("Қазір", "Сейчас", "Is now", table=True)] = ""
    proposal: Annotated[str, Show("Ұсыныс", "Предложение", "Proposal", table=True)] = ""
    words: list[Stranger] = Field(default_factory=list)
    key: str = ""
    faculties: list[Id] = Field(default_factory=list)
    departments: list[Id] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)
    hidden: Id | None = None


class KeptName(Document):
    """A decision: this value stays as it is (the passport says so), until the value itself changes."""

    collection: ClassVar[str] = "kept_names"
    title: ClassVar[Text] = Text(kk="Қалдырылған атау", ru="Оставленное название", en="Name kept as it is")

    kind: str
    record: Annotated[Ref, Show("Жазба", "Запись", "Record", form=False)]
    path: Annotated[str, Show("Өріс", "Поле", "Field", form=False)]
    value: Annotated[str, Show("Мәні", "Значение", "Value", form=False)]
    reason: Annotated[str, Field(min_length=1, max_length=500), Show("Себебі", "Причина", "Reason", form=False)]

    def label(self) -> Text:
        return self.record.label
