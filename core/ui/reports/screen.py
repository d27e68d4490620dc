"""The builder: what is asked at the left, what comes of it at the right."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.reports import drafts
from core.sources import askable, source_of
from core.ui.page import lang, signed_in
from core.ui.reports.builder import build
from core.ui.reports.held import draft_of
from core.ui.reports.look import look
from core.ui.reports.saving import saving
from schemas.report import Report


@st.fragment
def screen(desk: Desk, was: Report | None) -> None:
    """The whole builder; only this part runs again at each change."""
    if not signed_in(desk):
        st.rerun()
    draft = draft_of(was)
    now = drafts.read(desk, draft)
    with st.container():  # a sentence more or less up here must not move what stands below: it would be drawn anew
        saving(desk, was, draft, now)
    left, right = st.columns([5, 7], gap="medium")
    with right:
        fields = askable(source_of(draft.values["source"])) if draft.values["source"] else {}
        look(desk, draft, now, str(draft.values["name"]).strip() or drafts.title(draft, fields, lang()))
    with left:
        build(desk, draft, now.problems)


__all__ = ["screen"]
