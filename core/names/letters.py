"""How a name is spelled in Latin letters by the office's table; None where the table does not know a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from core import house
from core.errors import NotFound
from schemas.kinds import Letter, Letters, Sort

TABLE = "passport"  # the entry of sort «letters» that names are spelled by
Rows = Mapping[str, Letter]
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)


def table() -> Rows:
    """The letters of today's table; nothing where the office has none (then nothing is proposed)."""
    try:
        entry = house.entry(Sort.letters, TABLE)
    except NotFound:
        return {}
    return {} if entry.retired else {row.letter: row for row in entry.as_body(Letters).rows}


def latin(text: str, rows: Rows) -> str | None:
    """A text in Latin letters, capitals where it has them («Жұмағали» → «Zhumagali»); what is Latin or no letter stays.

    None when a letter stands in it that the table lacks: nothing is better than a guess in a passport's field.
    """
    text = unicodedata.normalize("NFC", text)
    out: list[str] = []
    end = 0
    for found in _WORDS.finditer(text):
        spelled = _word(found.group(), rows)
        if spelled is None:
            return None
        out += [text[end : found.start()], spelled]
        end = found.end()
    return "".join([*out, text[end:]])


def _word(word: str, rows: Rows) -> str | None:
    shout = len(word) > 1 and word.isupper()
    out: list[str] = []
    for n, letter in enumerate(word):
        row = rows.get(letter.lower())
        if row is None:
            if not letter.isascii():
                return None
            out.append(letter)
            continue
        said = row.latin if n or row.first is None else row.first
        out.append(said.upper() if shout else said.capitalize() if letter.isupper() else said)
    return "".join(out)


def proposed(last: str, first: str, rows: Rows) -> str:
    """«Last First» as a passport spells it; '' where nothing can be proposed. The patronymic does not stand there."""
    text = " ".join(p for p in (last.strip(), first.strip()) if p)
    said = latin(text, rows) if text and rows else None
    return " ".join(said.split()) if said else ""


__all__ = ["TABLE", "Rows", "latin", "proposed", "table"]
