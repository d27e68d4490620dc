"""Explanations, recommendations, instructions (clause 34-5): those to oneself with the mark of reading, and all."""

from __future__ import annotations

import streamlit as st

from core.ui.instructions import lists, one, writing
from core.ui.page import T, enter, title

desk = enter("instruction.mark", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """An edition, a new one, or the lists (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("instructions.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("instruction.edit"):
    title("instructions.new", "instructions.new_hint")
    writing.new(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("instructions.title", "instructions.hint")
        if desk.may("instruction.edit") and st.button(T("instructions.new"), icon=":material/add:", type="primary"):
            open_("new")
    view = "mine"
    if desk.may("instruction.read"):
        names = {v: T(f"instructions.tab_{v}") for v in ("all", "mine")}
        view = st.segmented_control(
            T("instructions.view"), list(names), default="all", required=True, key="v:instructions.view",
            format_func=names.__getitem__, label_visibility="collapsed",
        )  # fmt: skip
    if chosen := lists.every(desk) if view == "all" else lists.mine(desk):
        open_(chosen)
