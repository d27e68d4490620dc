"""Seminars, meetings and consultations for departments and teachers (clause 33-8): written down, planned, counted."""

from __future__ import annotations

import streamlit as st

from core.ui.consultations import lists, one
from core.ui.page import T, enter, title

desk = enter("consultation.read", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """One of them, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("consultations.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("consultation.edit"):
    title("consultations.new", "consultations.new_hint")
    one.planning(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("consultations.title", "consultations.hint")
        if desk.may("consultation.edit") and st.button(T("consultations.new"), icon=":material/add:", type="primary"):
            open_("new")
    if desk.may("consultation.edit"):
        lists.quick(desk)
    names = {v: T(f"consultations.tab_{v}") for v in ("all", "figures")}
    view = st.segmented_control(
        T("consultations.view"), list(names), default="all", required=True, key="v:consultations.view",
        format_func=lambda v: names.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
    if view == "figures":
        lists.figures(desk)
    elif chosen := lists.every(desk):
        open_(chosen)
