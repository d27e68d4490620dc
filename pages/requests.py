"""Requests and correspondence (clauses 33-9, 34-3, 40, 46): the register of letters, what waits for an answer, what was
sent."""

from __future__ import annotations

import streamlit as st

from core.ui.page import T, enter, title
from core.ui.requests import lists, new

desk = enter("letter.work", "id", "view")
if st.query_params.get("id") == "new" and desk.may("letter.register"):
    if st.button(T("requests.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.from_dict({})
        st.rerun()
    title("requests.new", "requests.new_hint")
    new.draw(desk)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("requests.title", "requests.hint")
        if desk.may("letter.register") and st.button(T("requests.new"), icon=":material/add:", type="primary"):
            st.query_params.from_dict({"id": "new"})
            st.rerun()
    if opened := lists.screen(desk):
        st.switch_page("pages/request.py", query_params={"id": opened})
