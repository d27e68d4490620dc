"""Letters of two scripts in one word: «Cерік» with a Latin C, «XІ» with a Cyrillic І; a search never finds them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Script = Literal["cyrillic", "latin"]
# Pairs that look alike, and the small ones that fingers confuse (k к, m м, t т). Latin → Cyrillic.
TWINS = {
    **dict(zip("ABCEHIJKMOPSTXYƏ", "АВСЕНІЈКМОРЅТХУӘ", strict=True)),
    **dict(zip("aceijopsxyəhkmtqw", "асеіјорѕхуәһкмтԛԝ", strict=True)),
}
_BACK = {cyrillic: latin for latin, cyrillic in TWINS.items()}
_BACK |= {"Ү": "Y", "ү": "y"}
# Not of our alphabets: such a twin is never what was meant in a Cyrillic word.
_FOREIGN = frozenset("ЈЅјѕԛԝ")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_ROMAN = re.compile(r"(?=[IVXLC])(X{0,3})(IX|IV|V?I{0,3})|[LC]", re.IGNORECASE)


@dataclass(frozen=True)
class Mixed:
    """A word and the letters in it that are strangers; `fixed`: the word as it was surely meant, '' where unsure."""

    word: str
    script: Script
    letters: str
    fixed: str


def script_of(letter: str) -> Script | None:
    """The script of a letter; None for what is neither."""
    name = unicodedata.name(letter, "")
    return "cyrillic" if name.startswith("CYRILLIC") else "latin" if name.startswith("LATIN") else None


def mixed(text: str, script: Script = "cyrillic") -> list[Mixed]:
    """Words of a text with letters of two scripts, in order.

    script: that of the field. In a Latin field (`latin`, an English name) a wholly Cyrillic word is a stranger too;
    in a Cyrillic one a wholly Latin word (Jazz, IV) is at home.
    """
    found: list[Mixed] = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word = match.group()
        scripts = {s for s in map(script_of, word) if s}
        if len(scripts) == 2:
            found.append(_judged(word, script))
        elif script == "latin" and scripts == {"cyrillic"}:
            found.append(Mixed(word, "latin", _each(word, "cyrillic"), _turned(word, "latin")))
    return found


def mended(text: str, script: Script = "cyrillic") -> str:
    """The text with every mixed word as it was meant; '' where one of them is unsure."""
    text = unicodedata.normalize("NFC", text)
    found = mixed(text, script)
    if any(not m.fixed for m in found):
        return ""
    fixes = {m.word: m.fixed for m in found}
    return _WORD.sub(lambda match: fixes.get(match.group(), match.group()), text)


def _judged(word: str, field: Script) -> Mixed:
    """Which script the word is of: the one to which every stranger in it can be turned; then the field's own."""
    cyrillic, latin = _turned(word, "cyrillic"), _turned(word, "latin")
    if field == "latin" or (latin and _ROMAN.fullmatch(latin)):
        return Mixed(word, "latin", _each(word, "cyrillic"), latin)
    own: Script
    if bool(cyrillic) != bool(latin):
        own = "cyrillic" if cyrillic else "latin"
    else:
        many = sum(script_of(x) == "cyrillic" for x in word) * 2 - len(word)
        own = "cyrillic" if many > 0 else "latin" if many < 0 else field
    other: Script = "latin" if own == "cyrillic" else "cyrillic"
    return Mixed(word, own, _each(word, other), cyrillic if own == "cyrillic" else latin)


def _turned(word: str, to: Script) -> str:
    """The word with all its letters of one script; '' where one has no twin there."""
    twins, out = TWINS if to == "cyrillic" else _BACK, ""
    for letter in word:
        if script_of(letter) in (to, None):
            out += letter
            continue
        twin = twins.get(letter, "")
        if not twin or twin in _FOREIGN:
            return ""
        out += twin
    return out


def _each(word: str, script: Script) -> str:
    """The letters of one script in a word, each once, in order."""
    return "".join(dict.fromkeys(x for x in word if script_of(x) == script))


__all__ = ["TWINS", "Mixed", "Script", "mended", "mixed", "script_of"]
