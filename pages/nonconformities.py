"""Nonconformities (clauses 29-a, 37; ISO 9001, 10.2): the late first, how many stand where; anybody may report one."""

from __future__ import annotations

import streamlit as st

from core.quality import REPORT
from core.ui.messages import shown_errors
from core.ui.page import T, enter, title
from core.ui.quality import nc_list

desk = enter(REPORT)
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    with st.container():
        title("quality.nonconformities", "quality.nonconformities_hint")
    if st.button(T("quality.report"), icon=":material/add:", type="primary"):
        st.switch_page("pages/nonconformity.py", query_params={"id": "new"})
with shown_errors():
    if opened := nc_list.screen(desk):
        st.switch_page("pages/nonconformity.py", query_params={"id": opened})
