"""What a page shows, and whether it speaks only the user's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from core.i18n import load
from schemas.base import Lang

# Codes that are written in Latin letters in every language.
CODES = frozenset(
    "GPA IIN XLSX CSV PDF QR ID URL Enter A B C D F FX I W AU P NP X kk ru en MIDFIELD OIDC Excel API IP MB UTC "
    "DOCX ODS ODT JPG PNG WEBP COVID DD MM YYYY Ctrl Shift Esc Tab Delete IT".split()
)
_MARKUP = re.compile(r":material/\w+:|:[a-z]+-?[a-z]*\[|\\|st-key-\S+|https?://\S+")
_KEY = re.compile(r"\b(?:[a-z_]+\.)+[a-z_]{3,}\b")


def texts(at: AppTest) -> Iterator[str]:
    """Every word the page draws for people: labels, texts, options, headings of tables."""

    def walk(node: Any) -> Iterator[Any]:
        for child in getattr(node, "children", {}).values():
            yield child
            yield from walk(child)

    for element in walk(at._tree):
        if type(element).__name__ == "Html":
            continue  # the style sheet of the kit
        for name in ("label", "value", "placeholder", "help", "message", "body"):
            said = getattr(element, name, None)
            # What stands in a widget is the office's data (or a bare value), not our words.
            if isinstance(said, str) and (name != "value" or not hasattr(element, "set_value")):
                yield said
        options = getattr(element, "options", None)
        if isinstance(options, list):
            yield from (str(o) for o in options)


def strange(at: AppTest, lang: Lang, data: tuple[str, ...] = ()) -> list[str]:
    """Raw keys, and in Kazakh and Russian any Latin word that is neither a code nor the office's own data."""
    return strange_in(texts(at), lang, data)


def strange_in(sayings: Iterable[str], lang: Lang, data: tuple[str, ...] = ()) -> list[str]:
    """The same of any sayings."""
    keys = load("kk").keys()
    found: set[str] = set()
    for said in sayings:
        plain = _MARKUP.sub(" ", said)
        for word in data:
            plain = plain.replace(word, " ")
        found |= {k for k in _KEY.findall(plain) if k in keys or k.split(".")[0] in {x.split(".")[0] for x in keys}}
        if lang != "en":
            found |= {w for w in re.findall(r"(?<![\w@.-])[A-Za-z]{2,}(?![\w@-])", plain) if w not in CODES}
    return sorted(found)
