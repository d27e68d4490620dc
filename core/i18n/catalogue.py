"""Catalogues of messages: one TOML file per area and language, read once."""

import csv
import string
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.i18n.dates import date_short, date_text, moment
from core.i18n.numbers import number
from schemas.base import LANGS, Lang, Text, Word

_HERE: Final = Path(__file__).parent
_FORMS: Final = frozenset({"one", "few", "many", "other"})

Message = str | Mapping[str, str]


class UnknownMessage(KeyError):
    """A key that no catalogue has: a mistake of ours, found by tests/test_i18n.py before users meet it."""


class MissingValue(KeyError):
    """A message was asked for without one of the values it names."""


def t(key: str, lang: Lang, /, **values: object) -> str:
    """Say a message in the user's language.

    `key` is `<file>.<name>` (`errors.not_found`). Values fill the places named in the message; numbers,
    dates, moments, `Text` and `Word` are written in the manner of the language, an unknown value as a dash.
    Inside a message `{day:short}` gives a date in figures, `{gpa:2}` two digits after the mark and
    `{year:plain}` the bare digits. A message with plural forms takes its form from `n`.
    Raises UnknownMessage and MissingValue.
    """
    message = _message(key, lang)
    if isinstance(message, str):
        return _fill(message, key, lang, values)
    if "n" not in values:
        raise MissingValue(f"{key}: n")
    form = plural(values["n"], lang)
    chosen = message.get(form) or message.get("other") or message["many"]
    return _fill(chosen, key, lang, values)


_said: Mapping[tuple[str, Lang], str] = {}


def reword(words: Mapping[tuple[str, Lang], str]) -> None:
    """From now on say these messages and labels in the office's own words: {(key, language): text}."""
    global _said
    _said = words


def reworded(key: str, lang: Lang) -> str | None:
    """The office's own words for a message or a field's label (`field.students.number`), if it has any."""
    return _said.get((key, lang))


def known(key: str) -> bool:
    """Whether the catalogues have this message."""
    return key in load("kk")


def glossary() -> Mapping[str, Mapping[str, str]]:
    """The shipped glossary: key → {kk, ru, en}. The office's own, which it edits, begins with it (kinds «term»)."""
    return {key: {lang: row[lang] for lang in LANGS} for key, row in _glossary().items()}


def term(key: str, lang: Lang) -> str:
    """A term of the office's glossary: `term("grade_sheet", "ru")` is «Ведомость». Raises UnknownMessage."""
    try:
        return _glossary()[key][lang]
    except KeyError:
        raise UnknownMessage(f"glossary {key} ({lang})") from None


def plural(n: object, lang: Lang) -> str:
    """Which plural form a number takes: one, few, many or other (a fraction is «other» everywhere)."""
    if not isinstance(n, int):
        if not isinstance(n, (Decimal, float)) or n != int(n):
            return "other"
        n = int(n)
    n = abs(n)
    if lang != "ru":
        return "one" if n == 1 else "other"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


@lru_cache(maxsize=len(LANGS))
def load(lang: Lang) -> Mapping[str, Message]:
    """All messages of a language by full key; a message is a text or a table of its plural forms."""
    messages: dict[str, Message] = {}
    for file in sorted((_HERE / lang).glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), messages)
    return messages


def placeholders(message: Message) -> frozenset[str]:
    """Names of the values that a message wants; for plural forms, of all forms together."""
    texts = [message] if isinstance(message, str) else list(message.values())
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _message(key: str, lang: Lang) -> Message:
    if (key, lang) in _said:
        return _said[key, lang]
    try:
        return load(lang)[key]
    except KeyError:
        raise UnknownMessage(f"{key} ({lang})") from None


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, Message]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str):
            into[key] = value
        elif isinstance(value, dict):
            # A table of nothing but plural forms is one message; any other table is a drawer of messages.
            if value and value.keys() <= _FORMS and value.keys() & {"other", "many"}:
                into[key] = {form: str(text) for form, text in value.items()}
            else:
                _flatten(key, value, into)
        else:
            raise TypeError(f"{key}: a message must be text")


def _fill(message: str, key: str, lang: Lang, values: Mapping[str, object]) -> str:
    parts: list[str] = []
    for literal, name, how, _ in string.Formatter().parse(message):
        parts.append(literal)
        if name is None:
            continue
        if name not in values:
            raise MissingValue(f"{key}: {name}")
        # The value is only ever appended: braces inside a name stay braces, nothing of it is evaluated.
        parts.append(_written(values[name], how or "", lang))
    return "".join(parts)


def _written(value: object, how: str, lang: Lang) -> str:
    if value is None or value == "":
        return "—"  # a sentence with a hole in it reads as a fault; a dash reads as «not known»
    if isinstance(value, Text):
        return value.get(lang)
    if isinstance(value, Word):
        return value.label(lang)
    if how == "plain" or isinstance(value, (str, bool)):
        return str(value)
    if isinstance(value, datetime):
        return moment(value, lang, short=how == "short")
    if isinstance(value, date):
        return date_short(value) if how == "short" else date_text(value, lang)
    if isinstance(value, (int, float, Decimal)):
        return number(value, lang, int(how) if how else None)
    return str(value)


@lru_cache(maxsize=1)
def _glossary() -> Mapping[str, Mapping[str, str]]:
    with (_HERE / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: row for row in csv.DictReader(lines)}
