"""Duplicates of diplomas and supplements (clause 33-10): applications by their clock, a new one, one to its end."""

from __future__ import annotations

import streamlit as st

from core.diplomas import duplicates, old
from core.ui.diplomas import duplicate_list, duplicate_new, duplicate_one
from core.ui.page import T, enter, title

desk = enter("diploma.read", "id", "of", "new")


def open_(**address: str) -> None:
    """Another part of the page, by its address."""
    st.query_params.from_dict(address)
    st.rerun()


id, of, new = (st.query_params.get(p) for p in ("id", "of", "new"))
if (id or of or new) and st.button(T("duplicates.back"), icon=":material/arrow_back:", type="tertiary"):
    open_()
if id:
    duplicate_one.screen(desk, id)
elif of and desk.may(duplicates.ASK):
    title("duplicates.new")
    duplicate_new.ask(desk, of)
elif new == "old" and desk.may(old.RIGHT):
    title("duplicates.enter_old")
    duplicate_new.enter_old(desk)
elif new and desk.may(duplicates.ASK):
    title("duplicates.new", "duplicates.new_hint")
    if found := duplicate_new.find(desk):
        open_(**({"new": "old"} if found == "old" else {"of": found}))
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("duplicates.title", "duplicates.hint")
        if desk.may(duplicates.ASK) and st.button(T("duplicates.new"), icon=":material/add:", type="primary"):
            open_(new="find")
    if chosen := duplicate_list.screen(desk):
        open_(id=chosen)
