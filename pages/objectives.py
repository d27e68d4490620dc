"""Quality objectives (clause 32; ISO 9001, 6.2): plan and fact by periods, each with its sign; concluded."""

from __future__ import annotations

import streamlit as st

from core.quality.hands import EDIT, READ
from core.ui.messages import shown_errors
from core.ui.page import T, enter, title
from core.ui.quality import objectives

desk = enter(READ, "id")
if id := st.query_params.get("id"):
    if st.button(T("quality.objectives_back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    objectives.one(desk, id)
else:
    title("quality.objectives", "quality.objectives_hint")
    with shown_errors():
        if opened := objectives.board(desk):
            st.query_params["id"] = opened
            st.rerun()
        if desk.may(EDIT):
            objectives.new(desk)
