"""Declarations of interest (clause 31): each writes his own; the head and the auditor read all of them."""

from __future__ import annotations

import streamlit as st

from core.ui import declarations
from core.ui.page import T, enter, title

desk = enter("declaration.make", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """One declaration, or the lists (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id:
    if st.button(T("declarations.back"), icon=":material/arrow_back:", type="tertiary"):
        open_(None)
    declarations.screen(desk, id)
    st.stop()
title("declarations.title", "declarations.hint")
view = "mine"
if desk.may("declaration.read"):
    names = {v: T(f"declarations.tab_{v}") for v in ("mine", "all", "missing")}
    st.session_state.setdefault("v:declarations.view", "mine")
    view = st.segmented_control(
        T("declarations.view"), list(names), required=True, key="v:declarations.view", format_func=names.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
if view == "missing":
    declarations.missing(desk)
elif chosen := declarations.every(desk) if view == "all" else declarations.mine(desk):
    open_(chosen)
