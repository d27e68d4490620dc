"""Reports that are kept (clause 33-9): one's own, those shared, the office's; run, copied, repeated."""

from __future__ import annotations

import streamlit as st

from core import reports
from core.errors import NotFound
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, enter, lang, title
from core.ui.reports import lists
from core.ui.style import safe

desk = enter("report.read", "id", "whose")
id = st.query_params.get("id")
if id:
    if st.button(T("report_builder.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop("id")
        st.rerun()
    try:
        found = reports.get(desk, id)
    except NotFound as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        st.stop()
    st.title(safe(found.name.get(lang())), anchor=False)
    with shown_errors():
        lists.one(desk, found)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("report_builder.list_title", "report_builder.list_hint")
        if desk.may("report.make") and st.button(T("report_builder.new"), icon=":material/add:", type="primary"):
            lists.begin()
    if chosen := lists.every(desk):
        st.query_params["id"] = chosen
        st.rerun()
