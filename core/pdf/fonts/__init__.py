"""The three cuts every paper is set in: how wide a text is, where it wraps, and what they cannot print."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

MM_PER_POINT = 25.4 / 72
HERE = Path(__file__).parent


class Face(Enum):
    """A cut of the office's type; the value is the name of its file."""

    SANS = "OfficeSans-Regular"
    BOLD = "OfficeSans-Semibold"
    SERIF = "OfficeSerif-Semibold"

    @property
    def path(self) -> Path:
        """The TrueType file."""
        return HERE / f"{self.value}.ttf"


class Unprintable(ValueError):
    """A text holds letters that the fonts of the papers lack; a paper with empty boxes is refused.

    `characters` are the letters, `text` is the whole text, so that the office sees where they stand.
    """

    def __init__(self, text: str, characters: str) -> None:
        super().__init__(f"no glyph for {characters!r} in {text!r}")
        self.text = text
        self.characters = characters

    def __reduce__(self) -> tuple[type[Unprintable], tuple[str, str]]:
        return type(self), (self.text, self.characters)  # it must cross from a batch process


@cache
def _advances(face: Face) -> dict[str, int]:
    """Width of each letter in thousandths of the type size, rounded as fpdf2 rounds it."""
    with TTFont(face.path, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {chr(c): round(metrics[glyph][0] * scale) for c, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=8192)
def clean(text: str, face: Face = Face.SANS) -> str:
    """The text as it can be printed: composed letters, single spaces, no invisible signs.

    Raises Unprintable if the face lacks a letter.
    """
    plain = unicodedata.normalize("NFC", text)
    if not plain.isprintable():
        # Line ends become spaces; zero-width and direction signs go: on paper they can only mislead.
        plain = "".join(c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf") else "" for c in plain)
    plain = " ".join(plain.split())
    known = _advances(face)
    missing = "".join(sorted({c for c in plain if c not in known}))
    if missing:
        raise Unprintable(text, missing)
    return plain


@lru_cache(maxsize=8192)
def _thousandths(text: str, face: Face) -> int:
    known = _advances(face)
    return sum(known[c] for c in text)


def width(text: str, face: Face, size: float) -> float:
    """Width of a cleaned text in mm at `size` points."""
    return _thousandths(text, face) * size * MM_PER_POINT / 1000


@lru_cache(maxsize=8192)
def wrap(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """The cleaned text in lines no wider than `room` mm. Every letter is kept; a word that is wider than
    the room breaks after a hyphen or slash if it has one, else between two letters. Words joined by a space that does
    not break («№ 7», «ДБ 0000009») stay together."""
    parted = re.split(r"[^\S\u00a0]+", text) if "\u00a0" in text else []
    words = [word for raw in parted if (word := clean(raw, face))]
    text = clean(text, face)
    if width(text, face, size) <= room:
        return (text,)
    lines: list[str] = []
    line = ""
    for word in words or text.split(" "):
        trial = f"{line} {word}" if line else word
        if width(trial, face, size) <= room:
            line = trial
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, size, room)
        lines.extend(full)
    if len(line) <= 2 and lines and " " in lines[-1]:  # «Оркестр класы / 1»: a number never stands alone
        lines[-1], _, last = lines[-1].rpartition(" ")
        if width(f"{last} {line}", face, size) <= room:
            line = f"{last} {line}"
        else:
            lines[-1] = f"{lines[-1]} {last}"
    return tuple([*lines, line])


def _pieces(word: str, face: Face, size: float, room: float) -> list[str]:
    pieces = [""]
    for part in re.findall(r"[^-/–—]*[-/–—]|[^-/–—]+", word):
        if width(pieces[-1] + part, face, size) <= room:
            pieces[-1] += part
        elif width(part, face, size) <= room:
            pieces.append(part)
        else:
            for letter in part:
                if pieces[-1] and width(pieces[-1] + letter, face, size) > room:
                    pieces.append("")
                pieces[-1] += letter
    return pieces if pieces[0] else pieces[1:]
