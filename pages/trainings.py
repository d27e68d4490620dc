"""Briefings and trainings (clauses 31, 39): to which one was called, all of them, who has not been."""

from __future__ import annotations

import streamlit as st

from core.ui.page import T, enter, title
from core.ui.trainings import lists, one, planning

desk = enter("training.sign", "id", "sort")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A training, a new one, or the lists (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("trainings.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("training.edit"):
    title("trainings.new", "trainings.new_hint")
    planning.draw(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("trainings.title", "trainings.hint")
        if desk.may("training.edit") and st.button(T("trainings.new"), icon=":material/add:", type="primary"):
            open_("new")
    view = "mine"
    if desk.may("training.read"):
        names = {v: T(f"trainings.tab_{v}") for v in ("all", "missing", "mine")}
        st.session_state.setdefault("v:trainings.view", "missing" if st.query_params.get("sort") else "all")
        view = st.segmented_control(
            T("trainings.view"), list(names), required=True, key="v:trainings.view", format_func=names.__getitem__,
            label_visibility="collapsed",
        )  # fmt: skip
    if view == "missing":
        lists.missing(desk)
    elif chosen := lists.every(desk) if view == "all" else lists.mine(desk):
        open_(chosen)
