"""The editor of an indicator: written in words of the office's own fields, seen on live records while it is written."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.indicators import drafts
from core.ui.indicators.editor.look import look
from core.ui.indicators.editor.whole import whole
from core.ui.kinds.drafted import NEW, Drafts
from core.ui.page import signed_in
from schemas.kinds import Kind, Sort

DRAFTS = Drafts(Sort.indicator, drafts.begun, drafts.values)


def copy(kind: Kind) -> None:
    """A new one that begins as this one; as a callback."""
    DRAFTS.put(drafts.copied(DRAFTS.of(kind)))


@st.fragment
def screen(desk: Desk, was: Kind | None) -> None:
    """The editor; only this part runs again at each change."""
    if not signed_in(desk):
        st.rerun()
    draft = DRAFTS.of(was)
    now = drafts.read(desk, draft)
    with st.container():  # a sentence more or less up here must not move what stands below: it would be drawn anew
        DRAFTS.bar(desk, was, draft, now.problems)
    left, right = st.columns([8, 5], gap="medium")
    with right:
        look(desk, now)
    with left:
        whole(desk, draft, now.problems if draft.changed else ())


__all__ = ["NEW", "copy", "screen"]
