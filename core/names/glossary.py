"""The glossary beside a name: the term whose Kazakh it is, and how its other languages should then read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from core import house
from schemas.base import Text
from schemas.kinds import Sort

Terms = Mapping[str, Text]


def key(text: str) -> str:
    """What makes two spellings one term: small letters, single spaces, no quotes."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(x for x in plain if x not in '«»"„“”').split())


def terms() -> dict[str, Text]:
    """The office's glossary of today by the Kazakh word; one that stands for two different things helps nobody."""
    return unique(k.name for k in house.entries(Sort.term))


def unique(names: Iterable[Text]) -> dict[str, Text]:
    """Terms by their Kazakh word, those alone whose Russian and English it settles."""
    found: dict[str, Text] = {}
    doubtful: set[str] = set()
    for name in names:
        at = key(name.kk)
        if at in found and (key(found[at].ru), key(found[at].en)) != (key(name.ru), key(name.en)):
            doubtful.add(at)
        found[at] = name
    return {at: name for at, name in found.items() if at not in doubtful}


def like(said: str, term: str) -> str:
    """The term with a capital first letter where the name has one."""
    return term[:1].upper() + term[1:] if said[:1].isupper() else term


def settled(name: Mapping[str, str], known: Terms) -> dict[str, str]:
    """How ru and en of a name should read by the glossary, where they read otherwise or are missing; {} if all fits."""
    term = known.get(key(name.get("kk") or ""))
    if term is None:
        return {}
    wanted = {lang: getattr(term, lang) for lang in ("ru", "en")}
    return {
        lang: like(name["kk"], said) for lang, said in wanted.items() if said and key(name.get(lang) or "") != key(said)
    }
