"""What every record of the office shares: labels beside fields, references, stamps, the head of its chain."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Lang = Literal["kk", "ru", "en"]
LANGS: tuple[Lang, ...] = ("kk", "ru", "en")
Id = str


def new_id() -> Id:
    """A new identifier that sorts by the time it was made: 12 hex digits of milliseconds, 12 of chance."""
    return f"{int(time.time() * 1000):012x}{secrets.token_hex(6)}"


def is_token(value: Any) -> bool:
    """Is this the salted hash that stands for a personal value?"""
    return isinstance(value, str) and len(value) == 65 and value[0] == "#"


@dataclass(frozen=True)
class Show:
    """How a field is shown; written beside the field, once (a dataclass: a model would take over the schema).

    group: section of the form. table/filter: stands in lists. personal: erasable, kept by salted hash.
    area: long text. form=False: computed or set by acts, never typed. to: collection a reference points to.
    also: everyday words by which a measure of the field is looked for.
    like: what a typed value must look like (schemas.checks.LIKE); asked where it is written, so what was stored before
    stays readable. to «list:<code>»: a value out of the office's own list. sensitive: seen by those alone who may see
    personal data, counted by them in cells that are not small; it stays with the record (statistics need it).
    """

    kk: str
    ru: str
    en: str
    group: str = "main"
    help: tuple[str, str, str] | None = None
    table: bool = False
    filter: bool = False
    personal: bool = False
    area: bool = False
    form: bool = True
    to: str | None = None
    like: str | None = None
    sensitive: bool = False
    also: tuple[str, str, str] | None = None

    def label(self, lang: Lang) -> str:
        """The field's name in the user's language."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}[lang]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A personal field also accepts the salted hash that stands for its value in the history."""
        inner = handler(source)
        if not self.personal:
            return inner
        return core_schema.no_info_wrap_validator_function(lambda v, check: v if is_token(v) else check(v), inner)


# The office's own words for values of closed lists, {(«word.<list>.<value>», language): text}; see core.house.
SAID: dict[tuple[str, str], str] = {}


class Word(StrEnum):
    """A closed list of the office whose values carry their own names: value, Kazakh, Russian, English."""

    spoken: tuple[str, str, str]

    def __new__(cls, value: str, kk: str = "", ru: str = "", en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.spoken = (kk, ru, en)
        return member

    def label(self, lang: Lang) -> str:
        """The value's name in the user's language, reworded by the office where it did so."""
        own = SAID.get((f"word.{type(self).__name__}.{self.value}", lang)) if SAID else None
        return own or self.spoken[LANGS.index(lang)]


class Model(BaseModel):
    """Base of everything stored: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, str_strip_whitespace=True)

    # The name under which the office's own fields are added to it (schemas.kinds.Target); "": it takes none.
    described: ClassVar[str] = ""


class Text(Model):
    """Words in three languages; Kazakh is always there, the others fall back to it."""

    kk: Annotated[str, Field(min_length=1, max_length=400), Show("Қазақша", "По-казахски", "Kazakh")]
    ru: Annotated[str, Field(max_length=400), Show("Орысша", "По-русски", "Russian")] = ""
    en: Annotated[str, Field(max_length=400), Show("Ағылшынша", "По-английски", "English")] = ""

    def get(self, lang: Lang) -> str:
        """The text in one language, or the Kazakh where that one is empty."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}[lang] or self.kk


class Ref(Model):
    """A reference that keeps the label as it was that day, so an old paper keeps the old name."""

    id: Id
    label: Text


class Stamp(Model):
    """When and by whom (user id)."""

    at: datetime
    by: str


class Head(Model):
    """The newest link of this document's audit chain: its number and its hash."""

    seq: int = 0
    hash: str = ""


class Basis(Model):
    """The paper an act rests on: order, memo, application, protocol."""

    kind: Annotated[str, Field(max_length=60), Show("Құжат түрі", "Вид документа", "Kind of document")] = ""
    number: Annotated[str, Field(max_length=60), Show("Нөмірі", "Номер", "Number")] = ""
    day: Annotated[date | None, Show("Күні", "Дата", "Date")] = None


class Document(Model):
    """A stored record. `scopes` says where in it a faculty, department or teacher stands (for rights).

    `title`: the kind's name; `collection`: where it lives.
    """

    collection: ClassVar[str]
    title: ClassVar[Text]
    scopes: ClassVar[dict[str, str]] = {}
    # status → fields that may still change in it: what is signed, closed or approved is only added to.
    frozen: ClassVar[dict[str, frozenset[str]]] = {}

    id: Id = Field(default_factory=new_id, alias="_id")
    schema_version: int = 1
    revision: int = 0
    created: Stamp | None = None
    updated: Stamp | None = None
    head: Head = Field(default_factory=Head)
    # Values of the fields the office added in the browser (schemas.kinds.FieldKind), by code.
    custom: dict[str, Any] | None = None

    def label(self) -> Text:
        """What people call this record; kept in references and in the audit line."""
        return Text(kk=self.id)

    def ref(self) -> Ref:
        """A reference to this record as it is called today."""
        return Ref(id=self.id, label=self.label())


JsonValue = Any
