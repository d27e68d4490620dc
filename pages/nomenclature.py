"""The nomenclature of files (clause 24-a): folders of a year, their retention, hand-over, destruction."""

from __future__ import annotations

import streamlit as st

from core.ui.nomenclature import acts, folders
from core.ui.page import T, enter, title

desk = enter("nomenclature.read", "id", "act", "year")
id, act = st.query_params.get("id"), st.query_params.get("act")


def open_(**address: str) -> None:
    """A folder, an act, or the lists (nothing); the address says which."""
    st.query_params.from_dict(address)
    st.rerun()


if (id or act) and st.button(T("nomenclature.back"), icon=":material/arrow_back:", type="tertiary"):
    open_()
if act == "new" and desk.may("nomenclature.edit"):
    title("nomenclature.new_act", "nomenclature.new_act_hint")
    acts.new(desk)
elif act and act != "new":
    acts.one(desk, act)
elif id and (id != "new" or desk.may("nomenclature.edit")):
    said = st.query_params.get("year", "")
    folders.one(desk, id, int(said) if said.isdigit() else desk.today().year)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("nomenclature.title", "nomenclature.hint")
        corner = st.container(horizontal=True, width="content")
    names = {v: T(f"nomenclature.tab_{v}") for v in ("folders", "acts")}
    view = st.segmented_control(T("nomenclature.view"), list(names), default="folders", required=True,
                                key="v:nomenclature.view", format_func=names.__getitem__,
                                label_visibility="collapsed")  # fmt: skip
    if desk.may("nomenclature.edit"):
        if view == "acts" and corner.button(T("nomenclature.new_act"), icon=":material/add:", type="primary"):
            open_(act="new")
        if view == "folders" and corner.button(T("nomenclature.add"), icon=":material/add:", type="primary"):
            open_(id="new", year=str(st.session_state.get("v:nomenclature.year", desk.today().year)))
    if view == "acts":
        if opened := acts.screen(desk):
            open_(act=opened)
    elif found := folders.screen(desk):
        open_(id=found)
