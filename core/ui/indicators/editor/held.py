"""The draft of a definition in this tab: kept until it is saved or dropped, over reruns, languages and other pages."""

from __future__ import annotations

import streamlit as st

from core.indicators import drafts
from core.indicators.drafts import Draft
from schemas.kinds import Kind

NEW = "-"  # no entry has such a code


def _key(code: str) -> str:
    return f"indicator:{code or NEW}"


def draft_of(was: Kind | None) -> Draft:
    """The draft of an entry (None: of a new one). One that nobody has touched follows the newest version."""
    key = _key(was.code if was else "")
    held: Draft | None = st.session_state.get(key)
    if held is None or was and held.seen != was.version and not held.changed:
        held = st.session_state[key] = drafts.begun(was)
    return held


def copy(kind: Kind) -> None:
    """A new one that begins as this one; as a callback."""
    st.session_state[_key("")] = drafts.copied(draft_of(kind))
    st.query_params["code"] = NEW


def drop(code: str) -> None:
    """Forget what was not saved; as a callback."""
    st.session_state.pop(_key(code), None)


__all__ = ["NEW", "copy", "draft_of", "drop"]
