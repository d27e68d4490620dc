"""One practice (clauses 33-3, 41): its students, their places and supervisors, order, papers, journal, sheet."""

from __future__ import annotations

import streamlit as st

from core.ui.page import T, enter
from core.ui.practices import one, student

desk = enter("practice.read", "id", "student")
id, of = st.query_params.get("id"), st.query_params.get("student")

if st.button(T("practices.back_one" if of else "practices.back"), icon=":material/arrow_back:", type="tertiary"):
    if of and id:
        st.query_params.from_dict({"id": id})
        st.rerun()
    st.switch_page("pages/practices.py")
if id and of:
    student.screen(desk, id, of)
else:
    one.screen(desk, id or "")
