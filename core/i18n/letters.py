"""Kazakh alphabetical order and forgiving search.

Two different strings are kept for a name: the order key tells қ from к, the folded form does not.
"""

import unicodedata
from functools import lru_cache
from typing import Final

# Kazakh order with its Russian letters. Letters of neighbours (Ukrainian, Belarusian, Tatar, Bashkir, Uyghur)
# stand beside their kin, so that a foreign student's name is found where a reader would look for it.
_ALPHABET: Final = "аәбвгғґдђеёєжҗзҙийјкқҡлљмнңњоөпрсҫтћуұүўфхҳһцчҷџшщъыіїьэюя"
# A block above Latin and below nothing we use: digits < Latin < Kazakh, as plain code points.
_RANK: Final = {letter: chr(0x3100 + place) for place, letter in enumerate(_ALPHABET)}
_QUOTES: Final = frozenset("«»„“”\"‘’'ʼ`‹›")
_DASHES: Final = frozenset("-‐‑‒–—―−")

_BASE: Final = dict(zip("әіїңғґүұўөқҡһҳёєҗҙҫјљњ", "аиинггуууоккххеежзсйлн", strict=True))
# Old tables hold Latin letters inside Cyrillic names (Cерик, Шаhин, Әлiя). Every such letter is read as its
# twin, in the stored form and in the question alike, so purely Latin names are still found by their letters.
_TWINS: Final = dict(zip("abcehikmoptxyə", "авсехикмортхуа", strict=True))
_SILENT: Final = frozenset("ьъ")  # «Асель» and «Әсел», «Айгуль» and «Айгүл» are one name in two spellings


def order_key(text: str) -> str:
    """Key that puts names in Kazakh alphabetical order when compared as plain strings.

    Case, quotes and repeated spaces do not count; digits stand first, then Latin, then Kazakh and Russian
    letters. A name's beginning gives the key's beginning, so a range query finds all names that begin so.
    """
    letters: list[str] = []
    for letter in _plain(text):
        if letter in _QUOTES:
            continue
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
            continue
        letters.append("-" if letter in _DASHES else _RANK.get(letter, letter))
    return "".join(letters).rstrip(" ")


def fold(text: str) -> str:
    """The form used by search: small letters, қ as к, і as и, ё as е, no soft signs, single spaces."""
    return _folded(text)


def trigrams(text: str) -> list[str]:
    """Pieces to store beside a name: every three letters in a row of each folded word, and its beginning."""
    pieces: set[str] = set()
    for word in fold(text).split():
        marked = " " + word
        pieces.add(marked[:2])
        pieces.update(marked[at : at + 3] for at in range(len(marked) - 2))
    return sorted(pieces)


def needles(question: str) -> list[str]:
    """Pieces that a stored `trigrams` array must all hold when its name can answer the question.

    Words may come in any order. A word of three letters and more is sought anywhere inside a name's words,
    a shorter one only at the beginning of a word. Empty when nothing is asked. `found` gives the last word.
    """
    pieces: set[str] = set()
    for word in fold(question).split():
        if len(word) < 3:
            pieces.add(" " + word)
        else:
            pieces.update(word[at : at + 3] for at in range(len(word) - 2))
    return sorted(pieces)


def found(question: str, text: str) -> bool:
    """Whether a name answers the question: each asked word is in it, in any order, compared by `fold`."""
    words = fold(text).split()
    return all(
        any(word.startswith(asked) if len(asked) < 3 else asked in word for word in words)
        for asked in fold(question).split()
    )


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    letters: list[str] = []
    for letter in _plain(text):
        if letter in _SILENT or letter in _QUOTES:
            continue
        letter = _BASE.get(letter) or _TWINS.get(letter) or letter
        letters.append(letter if letter.isalnum() else " ")
    return " ".join("".join(letters).split())


def _plain(text: str) -> str:
    """Small letters with the marks of foreign alphabets taken off; й, ё and ї keep theirs, being letters."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    bare: list[str] = []
    for letter in composed:
        if letter in _RANK or letter < "\x80":
            bare.append(letter)
        else:
            bare.extend(mark for mark in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(mark))
    # Compatibility forms (ﬁ, Ⅳ) can bring capitals back.
    return "".join(bare).lower()
