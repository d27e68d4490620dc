"""Risks, corruption risks (clause 37; ISO 9001, 6.1; ISO 37001): the matrix before and after measures, the register."""

from __future__ import annotations

import streamlit as st

from core.quality.hands import EDIT, REPORT
from core.ui.messages import shown_errors
from core.ui.page import T, enter, title
from core.ui.quality import risk_list, risk_one

desk = enter(REPORT, "id")
if id := st.query_params.get("id"):
    if st.button(T("quality.risks_back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    risk_one.screen(desk, id)
else:
    title("quality.risks", "quality.risks_hint")
    with shown_errors():
        if opened := risk_list.screen(desk):
            st.query_params["id"] = opened
            st.rerun()
        if desk.may(EDIT):
            risk_one.new(desk)
