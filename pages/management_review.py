"""The management review (ISO 9001, 9.3; clause 29-b): packs of all inputs, made in one press, then frozen."""

from __future__ import annotations

import streamlit as st

from core.ui.management_review import one, packs
from core.ui.page import T, enter, title

desk = enter("management_review.read", "id")
if id := st.query_params.get("id"):
    if st.button(T("management_review.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    one.screen(desk, id)
else:
    title("management_review.title", "management_review.hint")
    packs.new(desk)
    if chosen := packs.listed(desk):
        st.query_params.from_dict({"id": chosen})
        st.rerun()
