"""Practices of five kinds by the academic calendar (clause 33-3): what is ready and what is missing by days left."""

from __future__ import annotations

import streamlit as st

from core.ui.page import T, enter, title
from core.ui.practices import bases, figures, lists, opening

desk = enter("practice.read", "new", "base")
new, base = st.query_params.get("new"), st.query_params.get("base")
VIEWS = ("list", "bases", "figures")


def open_(**address: str) -> None:
    """A section to open a practice for, a base, or the lists (nothing); the address says which."""
    st.query_params.from_dict(address)
    st.rerun()


if (new or base) and st.button(T("practices.back"), icon=":material/arrow_back:", type="tertiary"):
    st.session_state["v:practices.view"] = "bases" if base else "list"
    open_()
if new and desk.may("practice.edit"):
    title("practices.new", "practices.new_hint")
    opening.draw(desk, new)
elif base:
    bases.screen(desk, base)
else:
    title("practices.title", "practices.hint")
    names = {v: T(f"practices.view_{v}") for v in VIEWS}
    st.session_state.setdefault("v:practices.view", VIEWS[0])
    view = st.segmented_control(
        T("practices.view"), VIEWS, required=True, key="v:practices.view", format_func=names.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    if view == "bases":
        if chosen := bases.every(desk):
            open_(base=chosen)
    elif view == "figures":
        figures.draw(desk)
    elif section := lists.draw(desk):
        open_(new=section)
