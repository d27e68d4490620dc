"""Requests of data to units (clauses 34-1, 34-2): all of them, what waits, who is late; those to one's own unit."""

from __future__ import annotations

import streamlit as st

from core import data_requests
from core.ui.data_requests import lists, sending
from core.ui.page import T, enter, title

desk = enter("data_request.answer", "new")
office = desk.may("data_request.read")

if st.query_params.get("new") and desk.may("data_request.edit"):
    if st.button(T("data_requests.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    title("data_requests.new", "data_requests.new_hint")
    sending.draw(desk)
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    with st.container():
        title("data_requests.title", "data_requests.hint" if office else "data_requests.hint_mine")
    if desk.may("data_request.edit") and st.button(T("data_requests.new"), icon=":material/add:", type="primary"):
        st.query_params["new"] = "1"
        st.rerun()
view = "mine"
if office:
    waits, owing = len(data_requests.to_decide(desk, 100)), len(data_requests.late_by_unit(desk))
    names = {
        "all": T("data_requests.tab_all"), "decide": T("data_requests.tab_decide", n=waits),
        "late": T("data_requests.tab_late", n=owing), "mine": T("data_requests.tab_mine"),
    }  # fmt: skip
    view = st.segmented_control(
        T("data_requests.view"), list(names), default="all", required=True, key="v:data_requests.view",
        format_func=names.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
{"all": lists.every, "decide": lists.deciding, "late": lists.late, "mine": lists.mine}[view](desk)
