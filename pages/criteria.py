"""The anti-corruption council's criteria (clause 47): assessments of periods with evidence found by the office."""

from __future__ import annotations

import streamlit as st

from core.ui import criteria
from core.ui.page import T, enter, title

desk = enter("criteria.read", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """One assessment, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id:
    if st.button(T("criteria.back"), icon=":material/arrow_back:", type="tertiary"):
        open_(None)
    criteria.screen(desk, id)
    st.stop()
title("criteria.title", "criteria.hint")
if desk.may("criteria.edit"):
    with st.expander(T("criteria.new"), icon=":material/add:"):
        criteria.begin(desk)
if chosen := criteria.listed(desk):
    open_(chosen)
