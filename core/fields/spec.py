"""One field as people meet it, and its stored values in their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from core import house
from core.errors import Problem, Problems
from core.i18n import date_short, known, number, reworded, t
from schemas.base import Lang, Ref, Show, Text, Word, is_token
from schemas.checks import LIKE, Refused
from schemas.kinds import Sort
from schemas.words import Role

# code(s): a word out of an open list that `show.to` names; choices: several of a closed list; file: a kept file.
Kind = Literal[
    "text", "area", "int", "decimal", "date", "moment", "bool", "choice", "choices", "code", "codes", "ref", "refs",
    "file", "texts", "rows",
]  # fmt: skip


@dataclass(frozen=True)
class Option:
    """A value of the office's own list of choices, with its word."""

    value: str
    name: Text
    closed: bool = False

    def label(self, lang: Lang) -> str:
        """The value's name in the user's language."""
        return self.name.get(lang)


@dataclass(frozen=True)
class FieldSpec:
    """One field as people meet it.

    path: dotted place in the document. kind: what it holds (texts: three languages; rows: a list of records).
    low/high: bounds of a number; longest: letters. choices: stored value → its word. items: specs of `rows`.
    """

    path: str
    kind: Kind
    show: Show
    required: bool
    default: Any = None
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    choices: tuple[Any, ...] = ()
    items: tuple[FieldSpec, ...] = ()
    adapter: Any = field(default=None, compare=False)
    # Of the document's `described` name; own: added in the browser; retired: readable, no longer asked for.
    of: str = ""
    own: bool = False
    retired: bool = False
    derived: bool = False  # no document holds it: it is worked out of others when it is asked
    hidden: frozenset[Role] = frozenset()
    fixed: frozenset[Role] = frozenset()

    def label(self, lang: Lang) -> str:
        """The field's name in the user's language, reworded by the office where it did so."""
        return (reworded(f"field.{self.of}.{self.path}", lang) if self.of else None) or self.show.label(lang)

    def help(self, lang: Lang) -> str | None:
        """The hint beside the field."""
        return self.show.help[("kk", "ru", "en").index(lang)] if self.show.help else None

    def check(self, value: Any) -> Any:
        """The value as stored, or Problems with this field's path."""
        try:
            if self.show.like and isinstance(value, str) and value.strip() and not is_token(value):
                LIKE[self.show.like](value.strip())
            return self.adapter.validate_python(value)
        except Refused as e:
            raise Problems([Problem(self.path, e.key, e.values)]) from None
        except ValidationError as e:
            found = Problems.of(e).problems[0]
            raise Problems([Problem(self.path, found.key, found.values)]) from None


def choice_label(value: Any, lang: Lang) -> str:
    """The word of a stored choice."""
    return value.label(lang) if isinstance(value, Word | Option) else str(value)


def values_at(row: Any, path: str) -> list[Any]:
    """Values at a dotted path; lists on the way (several studies of one person) give several."""
    if not path:
        return [] if row is None or row == "" else [row]
    if isinstance(row, list):
        return [v for item in row for v in values_at(item, path)]
    head, _, rest = path.partition(".")
    return values_at(row.get(head), rest) if isinstance(row, Mapping) else []


def word_for(spec: FieldSpec, stored: Any, lang: Lang) -> str:
    """A stored value as people read it: words of choices, labels of references, dates and numbers of the language;
    one written while the field was of another type as it was written."""
    try:
        return _word(spec, stored, lang)
    except (ValueError, TypeError):
        return str(stored)


def _word(spec: FieldSpec, stored: Any, lang: Lang) -> str:
    if stored is None or stored == "":
        return ""
    if spec.kind == "choice":
        fitting = (choice_label(c, lang) for c in spec.choices if str(getattr(c, "value", c)) == str(stored))
        return next(fitting, str(stored))
    if spec.kind == "bool":
        return t("common.yes" if stored else "common.no", lang)
    if spec.kind == "date" and not is_token(stored):
        return date_short(date.fromisoformat(str(stored)))
    if isinstance(stored, Decimal):
        return number(stored, lang)
    if spec.kind == "choices":
        return ", ".join(word_for(replace(spec, kind="choice"), v, lang) for v in stored)
    if spec.kind in ("code", "codes"):
        return ", ".join(_named(spec.show.to or "", v, lang) for v in ([stored] if spec.kind == "code" else stored))
    if spec.kind in ("ref", "file"):
        return Ref.model_validate(stored).label.get(lang)
    if spec.kind == "refs":
        return ", ".join(Ref.model_validate(r).label.get(lang) for r in stored)
    if spec.kind == "texts":
        return Text.model_validate(stored).get(lang)
    return str(stored)


def _named(to: str, code: str, lang: Lang) -> str:
    """What a code of an open list is called: an entry of the office's own, or an act."""
    if to.startswith("kind:"):
        found = house.current().sorts.get(Sort(to.removeprefix("kind:")), {}).get(code)
        return found.name.get(lang) if found else code
    key = f"audit.action.{code.replace('.', '_')}"
    return t(key, lang) if known(key) else code
