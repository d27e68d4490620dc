"""The academic difference after a transfer, a reinstatement, a leave: comparisons, and what is not cleared yet."""

from __future__ import annotations

import streamlit as st

from core import differences
from core.ui.difference import drawing, one, uncleared
from core.ui.page import T, enter, title
from core.ui.tables import Listing, listing
from schemas.difference import Difference

desk = enter("difference.read", "id", "student", "tab")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A comparison, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("difference.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("difference.edit"):
    title("difference.new")
    drawing.draw_up(desk)
    st.stop()
if id:
    one.one(desk, id)
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    with st.container():
        title("difference.title", "difference.hint")
    if desk.may("difference.edit") and st.button(T("difference.new"), icon=":material/add:", type="primary"):
        open_("new")
words = {"list": T("difference.tab_list"), "open": T("difference.tab_open")}
asked = st.query_params.get("tab", "")
st.session_state.setdefault("v:difference.tab", asked if asked in words else "list")
tab = st.segmented_control(
    T("difference.tabs"), list(words), required=True, key="v:difference.tab", label_visibility="collapsed",
    format_func=lambda n: words.get(n, str(n)),
)  # fmt: skip
if tab == "open":
    if chosen := uncleared.screen(desk):
        open_(chosen)
    st.stop()
columns = differences.columns(desk)
opened = listing(
    desk,
    Listing(
        name="differences", read=lambda *asked: differences.listed(desk, *asked),
        count=lambda text, f: differences.count(desk, text, f), columns=columns, filters=differences.filters(desk),
        usual=[p for p, s in columns if s.show.table], export="difference.read",
        nothing="difference.none_begin" if desk.may("difference.edit") else "difference.none",
        sorts={"number": "difference.by_number", "student.label.kk": "difference.by_student",
               "group": "difference.by_group"},
        name_of=lambda row: Difference.model_validate({**row, "lines": []}).label().get(desk.lang),
    ),
)  # fmt: skip
if opened:
    open_(opened["_id"])
