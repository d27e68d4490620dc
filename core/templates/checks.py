"""A template is checked before it is kept: in every language, with the line of each fault."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core import house
from core.errors import Problem, Problems
from core.pdf.fonts import Unprintable, clean
from core.templates.language import parse
from core.templates.pieces import Piece
from core.templates.variables import names, table_names
from schemas.base import LANGS, Lang
from schemas.kinds import Kind, Template


def pieces_of(text: str) -> tuple[Piece, ...]:
    """A template's text as pieces, by the variables of today. Raises Problems with an empty field."""
    return _pieces(text, house.current().key)


@lru_cache(maxsize=64)  # one text is set for many: an extract of each student of an order
def _pieces(text: str, key: house.Key) -> tuple[Piece, ...]:
    return parse(text, names(), table_names())


def faults(text: str) -> list[Problem]:
    """Everything wrong with a text, in the order of its lines; empty when it may be kept."""
    try:
        pieces_of(text)
    except Problems as e:
        return sorted(e.problems, key=lambda p: int(p.values.get("line", 0)))
    for n, line in enumerate(text.splitlines(), 1):
        try:
            clean(line)
        except Unprintable as e:
            return [Problem("", "templates.unprintable", {"line": n, "letters": e.characters})]
    return []


def check(where: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """What keeping a template asks (core.kinds.checks): problems beside `body.kk`, `body.ru`, `body.en`."""
    body = kind.as_body(Template)
    found = [Problem(f"body.{lang}", p.key, p.values) for lang in LANGS for p in faults(getattr(body, lang))]
    if not body.kk.strip():
        found.append(Problem("body.kk", "errors.field.missing"))
    return found


def gaps(body: Template) -> list[Lang]:
    """Languages in which the text or the heading is missing: the Kazakh would stand there instead."""
    return [x for x in LANGS if not getattr(body, x).strip() or not getattr(body.title, x).strip()]
