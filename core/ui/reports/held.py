"""The draft of a report in this tab: kept until it is saved or dropped, over reruns, languages and other pages."""

from __future__ import annotations

import streamlit as st

from core.reports import drafts
from core.reports.drafts import Draft
from core.ui.page import lang
from schemas.base import Id
from schemas.report import Report

NEW = "-"  # no report has such an id


def _key(id: Id) -> str:
    return f"report:{id or NEW}"


def draft_of(was: Report | None) -> Draft:
    """The draft of a report (None: of a new one). One that nobody has touched follows what is stored."""
    key = _key(was.id if was else "")
    held: Draft | None = st.session_state.get(key)
    if held is None or was and held.seen != was.revision and not held.changed:
        held = st.session_state[key] = drafts.begun(was, lang())
    return held


def put(draft: Draft) -> None:
    """A new report begins as this draft; as a callback or before the page of one is opened."""
    draft.id, draft.seen = "", 0
    st.session_state[_key("")] = draft


def drop(id: Id) -> None:
    """Forget what was not saved; as a callback."""
    st.session_state.pop(_key(id), None)


__all__ = ["NEW", "draft_of", "drop", "put"]
