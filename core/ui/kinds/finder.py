"""Any label or message of the office found by its words in any language, to be said otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from core import house, kinds
from core.desk import Desk
from core.fields import describe
from core.i18n import LANGS, fold, load, placeholders, reworded, t
from core.kinds.checks import words
from core.registry import inner_of
from core.ui.kinds.entry import describing
from core.ui.kinds.words import body_specs, head_specs
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.kinds import Kind, Sort, Target, Wording

MOST = 20
NAME = 400  # characters of an entry's name


@dataclass(frozen=True)
class Said:
    """What a key says as it was shipped, in the order of LANGS; `folded`: for the search."""

    key: str
    texts: tuple[str, ...]
    folded: str


@lru_cache(maxsize=4)
def every(of: house.Key) -> dict[str, Said]:
    """Every label, message and value that can be reworded, by key; `of`: the house that the fields are of."""
    return {key: Said(key, texts, fold(" ".join((key, *texts)))) for key, texts in _all()}


def _all() -> Iterator[tuple[str, tuple[str, ...]]]:
    messages = [load(each) for each in LANGS]
    for key, first in messages[0].items():
        if isinstance(first, str):
            yield key, tuple(str(m[key]) for m in messages)
    for target in Target:
        model = inner_of(target.value)
        for spec in describe(model) if model else ():
            if not spec.own:  # the office's own field is renamed as what it is: a new version of itself
                yield f"field.{target.value}.{spec.path}", tuple(spec.show.label(each) for each in LANGS)
    for key, word in words().items():
        yield key, word.spoken


def find(text: str) -> list[Said]:
    """What holds every typed word, in any language or in the office's own words; short sayings first. At most 20."""
    wanted = fold(text).split()
    if not wanted:
        return []
    found = []
    for said in every(house.current().key).values():
        own = " ".join(reworded(said.key, each) or "" for each in LANGS)
        if all(w in said.folded or w in fold(own) for w in wanted):
            found.append(said)
    return sorted(found, key=lambda s: (min(map(len, s.texts)), s.key))[:MOST]


def finder() -> str | None:
    """Type a part of it, choose: the key."""
    text = st.text_input(
        T("kinds.finder.find"), key="v:wording.find", icon=":material/search:", live=True, width=520,
        placeholder=T("kinds.finder.find_hint"),
    )  # fmt: skip
    found = {s.key: s for s in find(text or "")}
    if text and not found:
        st.caption(T("kinds.finder.nothing"))
    if not found:
        return None
    at = LANGS.index(lang())
    others = [" · ".join(x for n, x in enumerate(s.texts) if n != at and x) for s in found.values()]
    key: str | None = st.radio(
        T("kinds.finder.choose"), list(found), None, key=f"v:wording.hit:{text}",
        format_func=lambda k: safe(found[k].texts[at] or found[k].texts[0]) if k in found else str(k),
        captions=[safe(f"{o}  —  {s.key}") for o, s in zip(others, found.values(), strict=True)],
    )  # fmt: skip
    return key


def worded(desk: Desk, key: str) -> Kind | None:
    """The entry that words a key already, its newest version."""
    return next((k for k in kinds.latest(desk, Sort.wording) if k.as_body(Wording).key == key), None)


def rewording(desk: Desk, key: str, was: Kind | None) -> Kind | None:
    """The shipped words beside the form for one's own."""
    said = every(house.current().key).get(key)
    if said is None:
        st.info(safe(t("kinds.no_message", lang(), key=key)))
        return None
    plain_table(
        [T("kinds.finder.language"), T("kinds.finder.shipped"), T("kinds.finder.now")],
        [[T(f"common.lang.{each}"), text, reworded(key, each) or "—"]
         for each, text in zip(LANGS, said.texts, strict=True)],
    )  # fmt: skip
    places = {p for text in said.texts for p in _places(key, text)}
    if places:
        st.caption(safe(T("kinds.finder.places", places=", ".join("{" + p + "}" for p in sorted(places)))))
    specs = [s for s in body_specs(Sort.wording) if s.path != "body.key"] + [
        s for s in head_specs(False) if s.path == "effective"
    ]
    name = {each: text[:NAME] for each, text in zip(LANGS, said.texts, strict=True)}
    fixed = {} if was else {"body.key": key, "name": name, "code": code_of(key, [k.code for k in _all_wordings(desk)])}
    return describing(desk, Sort.wording, was, specs, fixed=fixed, key=f"wording:{key}")


def _places(key: str, text: str) -> frozenset[str]:
    return frozenset() if key.startswith(("field.", "word.")) else placeholders(text)


def _all_wordings(desk: Desk) -> list[Kind]:
    return kinds.latest(desk, Sort.wording)


def code_of(key: str, taken: list[str]) -> str:
    """A code for the wording of a key."""
    from core.ui.kinds.words import proposed

    return proposed({"en": key}, taken)
