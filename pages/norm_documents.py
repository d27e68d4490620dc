"""Register of controlled documents (clauses 7, 18, 19, 30, 33-1, 57): what is overdue, what waits to be read."""

from __future__ import annotations

import streamlit as st

from core.ui.norm_documents import card, listing
from core.ui.page import T, enter, title

desk = enter("norm.read", "new", "view")


def back() -> None:
    """The register again."""
    st.query_params.clear()
    st.rerun()


if st.query_params.get("new") and desk.may("norm.edit"):
    if st.button(T("norms_ui.back"), icon=":material/arrow_back:", type="tertiary"):
        back()
    title("norms_ui.new", "norms_ui.new_hint")
    if made := card.new(desk):
        st.switch_page("pages/norm_document.py", query_params={"id": made})
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("norms_ui.title", "norms_ui.hint")
        if desk.may("norm.edit") and st.button(T("norms_ui.new"), icon=":material/add:", type="primary"):
            st.query_params["new"] = "1"
            st.rerun()
    if opened := listing.screen(desk):
        st.switch_page("pages/norm_document.py", query_params={"id": opened})
