"""The chosen field: where it stands, with what letters, what it says; several chosen are moved together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from core.diplomas import drafts
from core.diplomas.drafts import Draft
from core.diplomas.words import ALONE, SPOKEN
from core.errors import Problem
from core.fields import described
from core.i18n import t
from core.ui.diplomas.layout.board import Notes
from core.ui.diplomas.layout.held import changed, show
from core.ui.messages import said
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import LANGS, Id, Word
from schemas.kinds.diplomas import Align, Drawn, Letters, Spot

KEY = "v:diploma_layout"
LISTS: Mapping[str, type[Word]] = {"draws": Drawn, "letters": Letters, "align": Align}
TEXTUAL = ("letters", "align", "size", "least")


def fields(draft: Draft, notes: Notes, words: Mapping[str, str], editable: bool) -> None:
    """Choose one, and its form."""
    _choose(draft, editable)
    row = draft.one()
    if row:
        _one(draft, row, notes.get(row["id"], []), words, editable)
    elif draft.chosen:
        _several(draft, editable)
    else:
        st.caption(T("diploma_layout.choose_hint"))


def _choose(draft: Draft, editable: bool) -> None:
    ids = [s["id"] for s in draft.spots]
    names = {s["id"]: str(s["code"]) for s in draft.spots}
    one = draft.chosen[0] if len(draft.chosen) == 1 else None
    st.selectbox(
        T("diploma_layout.field"), ids, None, key=show(f"{KEY}:field", one), format_func=lambda i: names.get(i, i),
        placeholder=T("common.not_chosen"), on_change=_picked, args=(draft,),
    )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        _button("previous", "chevron_left", _step, draft, -1, off=not ids)
        _button("next", "chevron_right", _step, draft, 1, off=not ids)
        if editable:
            _button("add", "add", drafts.added, draft)
            _button("copy", "content_copy", drafts.doubled, draft, off=not draft.chosen)
            _button("remove", "delete", _remove, draft, off=not draft.chosen)
            _button("undo", "undo", drafts.undo, draft, off=not draft.past)


def _button(name: str, icon: str, act: Any, *args: Any, off: bool = False) -> None:
    st.button("", key=f"diploma_layout.{name}", icon=f":material/{icon}:", help=T(f"diploma_layout.{name}"),
              on_click=act, args=args, disabled=off)  # fmt: skip


def _picked(draft: Draft) -> None:
    id = st.session_state[f"{KEY}:field"]
    _go(draft, [id] if id in {s["id"] for s in draft.spots} else [])


def _step(draft: Draft, by: int) -> None:
    ids = [s["id"] for s in draft.spots]
    at = ids.index(draft.chosen[0]) if draft.chosen else -1 if by > 0 else 0
    _go(draft, [ids[(at + by) % len(ids)]])


def _go(draft: Draft, ids: list[Id]) -> None:
    draft.chosen = ids
    if (row := draft.one()) and (page := drafts.number(row["page"])):
        draft.page = int(page)


def _remove(draft: Draft) -> None:
    drafts.removed(draft, set(draft.chosen))


def _one(draft: Draft, row: dict[str, Any], wrong: Iterable[Problem], words: Mapping[str, str], editable: bool) -> None:
    by: dict[str, list[Problem]] = {}
    for problem in wrong:
        by.setdefault((problem.field.split(".") + [""] * 3)[2], []).append(problem)
    for problem in by.pop("", []):
        st.markdown(f":red[:material/error: {said(problem)}]")
    text = row["draws"] == "text"
    for line in (("code", "draws"), ("x", "y"), ("width", "height"), *(() if not text else (TEXTUAL[:2], TEXTUAL[2:]))):
        for place, path in zip(st.columns(2), line, strict=True):
            with place:
                _widget(draft, row, path, by.pop(path, []), editable)
    if row["draws"] in ("text", "qr"):
        _widget(draft, row, "text", by.pop("text", []), editable)
        if editable:
            _variables(draft, row, words)
    _widget(draft, row, "page", by.pop("page", []), editable)
    for problems in by.values():
        for problem in problems:
            st.markdown(f":red[:material/error: {said(problem)}]")


def _widget(draft: Draft, row: dict[str, Any], path: str, wrong: list[Problem], editable: bool) -> None:
    label = described(Spot, path).label(lang())
    # A list sends the word it shows: in another language it is another widget.
    key = f"{KEY}:{row['id']}:{path}" + (f":{lang()}" if path in LISTS else "")
    how: dict[str, Any] = {
        "key": show(key, row[path]), "on_change": changed, "args": (draft, path, key, "spots", row["id"]),
        "disabled": not editable,
    }  # fmt: skip
    if path in LISTS:
        names = {w.value: w.label(lang()) for w in LISTS[path]}
        st.selectbox(label, list(names), format_func=lambda v: names.get(v, str(v)), **how)
    elif path == "text":
        st.text_area(label, height=110, **how)
    else:
        st.text_input(label, **how)
    for problem in wrong:
        st.markdown(f":red[:material/error: {said(problem)}]")


def _variables(draft: Draft, row: dict[str, Any], words: Mapping[str, str]) -> None:
    """Every variable with what it stands for now; one press writes it at the end of the text."""
    spoken = lang()
    names = {
        f"{w}_{x}": f"{T(f'diplomas_page.word.{w}')} · {t(f'common.lang.{x}', spoken)}" for w in SPOKEN for x in LANGS
    }
    names |= {w: T(f"diplomas_page.word.{w}") for w in ALONE}
    said = {n: f"{label}: {words[n]}" if words.get(n) else label for n, label in names.items()}
    key = f"{KEY}:variable:{row['id']}:{spoken}"
    st.selectbox(
        T("diploma_layout.insert"), list(said), index=None, key=key, format_func=lambda n: said.get(n, n),
        placeholder=T("diploma_layout.insert_hint"), on_change=_insert, args=(draft, row, key),
    )  # fmt: skip


def _insert(draft: Draft, row: dict[str, Any], key: str) -> None:
    name = st.session_state[key]
    st.session_state[key] = None
    if name:
        before = str(row["text"])
        drafts.typed(draft, "text", f"{before}{' ' if before.strip() else ''}{{{{ {name} }}}}", "spots", row["id"])


def _several(draft: Draft, editable: bool) -> None:
    st.markdown(f"**{safe(T('diploma_layout.several', n=len(draft.chosen)))}**")
    st.caption(safe(", ".join(str(s["code"]) for s in draft.spots if s["id"] in draft.chosen)))
    if not editable:
        return
    places = st.columns(2)
    for place, path in zip(places, ("right", "down"), strict=True):
        place.text_input(T(f"diploma_layout.{path}"), key=f"{KEY}:by:{path}", placeholder="0,5")
    st.button(
        T("diploma_layout.move"), key="diploma_layout.move", icon=":material/open_with:", on_click=_move, args=(draft,)
    )
    if st.session_state.get(f"{KEY}:by:wrong"):
        st.markdown(f":red[:material/error: {T('errors.field.decimal_parsing')}]")


def _move(draft: Draft) -> None:
    typed = [st.session_state.get(f"{KEY}:by:{p}", "") for p in ("right", "down")]
    found = [Decimal(0) if not str(v).strip() else drafts.number(v) for v in typed]
    st.session_state[f"{KEY}:by:wrong"] = None in found
    if found[0] is not None and found[1] is not None:
        drafts.nudged(draft, found[0], found[1])


__all__ = ["fields"]
