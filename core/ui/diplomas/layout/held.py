"""The draft of a layout in this tab: kept until it is saved or dropped, over reruns, languages and other pages."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.diplomas import drafts
from core.diplomas.drafts import Draft
from schemas.base import Id
from schemas.kinds import Kind

NEW = "-"  # no entry has such a code


def key_of(code: str) -> str:
    """Where in the session the draft of an entry stands."""
    return f"diploma_layout:{code or NEW}"


def draft_of(was: Kind | None) -> Draft:
    """The draft of an entry (None: of a new one). One that nobody has touched follows the newest version."""
    key = key_of(was.code if was else "")
    held: Draft | None = st.session_state.get(key)
    if held is None or was and held.seen != was.version and not held.changed:
        chosen = [s["code"] for s in held.spots if s["id"] in held.chosen] if held else []
        held = st.session_state[key] = drafts.begun(was)
        held.chosen = [s["id"] for s in held.spots if s["code"] in chosen]
    return held


def put(draft: Draft) -> None:
    """This draft from now on."""
    st.session_state[key_of(draft.code)] = draft


def drop(code: str) -> None:
    """Forget what was not saved; as a callback."""
    st.session_state.pop(key_of(code), None)


def changed(draft: Draft, path: str, widget: str, of: str = "", row: Id = "", sub: str = "") -> None:
    """A widget was left: what it holds goes into the draft. As a callback, so before anything is drawn."""
    value: Any = st.session_state[widget]
    if sub:  # one language of a text
        value = {**draft.values[path], sub: value}
    drafts.typed(draft, path, value, of, row)


def show(widget: str, value: Any) -> str:
    """The key of a widget that is to show a value of the draft: set only where it shows another, so that what somebody
    is typing into it now is not taken from under his hands."""
    if widget not in st.session_state or st.session_state[widget] != value:
        st.session_state[widget] = value
    return widget
