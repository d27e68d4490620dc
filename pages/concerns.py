"""Reports of concern: one writes with his name here, without it at /concern; the auditor reads (clauses 31, 47)."""

from __future__ import annotations

import streamlit as st

from core.ui.concerns import listing, one, sending
from core.ui.page import T, enter, title

desk = enter("concern.send", "id")
if not desk.may("concern.read"):
    title("concerns.title", "concerns.hint")
    sending.screen(desk)
    st.stop()

if id := st.query_params.get("id"):
    if st.button(T("concerns.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    one.screen(desk, id)
    st.stop()
title("menu.concerns", "concerns.hint")
if chosen := listing.screen(desk):
    st.query_params["id"] = chosen
    st.rerun()
