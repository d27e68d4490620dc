"""What is wrong with the names of one record: a rule over its stored row, told where, what and what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.fields import describe
from core.names import glossary, letters, mixed
from core.names.glossary import Terms
from core.names.letters import Rows
from core.names.mixed import Mixed, Script
from schemas.base import Document
from schemas.kinds import Kind
from schemas.names import What
from schemas.student import Student

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """One finding: dotted path of the value, what is wrong with it, the value, the proposal ('' where none is honest),
    and of mixed letters the words."""

    path: str
    what: What
    was: str
    proposal: str = ""
    words: tuple[Mixed, ...] = ()


@dataclass(frozen=True)
class Known:
    """What names are held against: the table of letters and the glossary of today."""

    letters: Rows
    terms: Terms

    @classmethod
    def now(cls) -> Known:
        """Those in force today."""
        return cls(letters.table(), glossary.terms())


def found_in(model: type[Document], row: Row, known: Known) -> list[Found]:
    """Findings of a stored record, each value at most once: mixed letters first, for they spoil every other check."""
    out: list[Found] = []
    if isinstance(row.get("name"), Mapping) and "last" in row["name"]:
        out += _person(row["name"], known)
    for path, value in _texts(model, row):
        out += _text(path, value, known)
    if isinstance(row.get("code"), str):
        out += _mixed("code", row["code"], "cyrillic")
    return out


def _person(name: Row, known: Known) -> Iterator[Found]:
    whole = True
    for part in ("last", "first", "middle"):
        found = list(_mixed(f"name.{part}", name.get(part) or "", "cyrillic"))
        whole = whole and not found
        yield from found
    said = name.get("latin") or ""
    wanted = letters.proposed(name.get("last") or "", name.get("first") or "", known.letters) if whole else ""
    strange = list(_mixed("name.latin", said, "latin"))
    if strange:
        mended = mixed.mended(said, "latin") or wanted
        yield Found("name.latin", What.mixed, said, mended, strange[0].words)
    elif not said:
        yield Found("name.latin", What.latin_missing, "", wanted)
    elif wanted and _same(said) != _same(wanted):
        yield Found("name.latin", What.latin_differs, said, wanted)


def _same(latin: str) -> str:
    return " ".join(latin.casefold().split())


def _text(path: str, value: Row, known: Known) -> Iterator[Found]:
    settled = glossary.settled(value, known.terms)
    for lang in ("kk", "ru", "en"):
        said = value.get(lang) or ""
        strange = list(_mixed(f"{path}.{lang}", said, "latin" if lang == "en" else "cyrillic"))
        if strange:
            yield from strange
        elif not said:
            yield Found(f"{path}.{lang}", What.language_missing, "", settled.get(lang, ""))
        elif lang in settled:
            yield Found(f"{path}.{lang}", What.glossary, said, settled[lang])


def _mixed(path: str, value: str, script: Script) -> Iterator[Found]:
    words = mixed.mixed(value, script)
    if words:
        yield Found(path, What.mixed, value, mixed.mended(value, script), tuple(words))


def _texts(model: type[Document], row: Row) -> Iterator[tuple[str, Row]]:
    """Names and other short texts in three languages that stand in a record: (dotted path, {kk, ru, en})."""
    if issubclass(model, Kind):
        yield "name", row["name"]
        return
    if issubclass(model, Student):
        return
    for spec in describe(model):
        value: Any = row
        for part in spec.path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if spec.kind == "texts" and value:
            yield spec.path, value


def _codes(row: Row) -> Iterator[tuple[str, str]]:
    if isinstance(row.get("code"), str):
        yield "code", row["code"]


__all__ = ["Found", "Known", "What", "found_in"]
