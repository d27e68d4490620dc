"""Powers of attorney (clause 34-4): which stand, which end soon, giving one, its paper in two languages, revoking."""

from __future__ import annotations

import streamlit as st

from core.ui.attorneys import giving, lists, one
from core.ui.page import T, enter, title

desk = enter("attorney.hold", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """One, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("attorneys.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("attorney.edit"):
    title("attorneys.new", "attorneys.new_hint")
    giving.draw(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("attorneys.title", "attorneys.hint")
        if desk.may("attorney.edit") and st.button(T("attorneys.new"), icon=":material/add:", type="primary"):
            open_("new")
    if chosen := lists.draw(desk):
        open_(chosen)
