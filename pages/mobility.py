"""Academic mobility: ours who go, guests who come, their agreements, and what is recognised (clause 16)."""

from __future__ import annotations

import streamlit as st

from core import mobility
from core.ui.mobility import drawing, stay
from core.ui.page import T, enter, title
from core.ui.tables import Listing, listing
from schemas.mobility import Mobility

desk = enter("mobility.read", "id", "student")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A stay, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("mobility.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("mobility.edit"):
    title("mobility.new")
    drawing.draw_up(desk)
elif id:
    stay.one(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("mobility.title", "mobility.hint")
        if desk.may("mobility.edit") and st.button(T("mobility.new"), icon=":material/add:", type="primary"):
            open_("new")
    columns = mobility.columns(desk)
    nothing = "mobility.none_begin" if desk.may("mobility.edit") else "mobility.none"
    opened = listing(
        desk,
        Listing(
            name="mobilities", read=lambda *asked: mobility.listed(desk, *asked),
            count=lambda text, f: mobility.count(desk, text, f), columns=columns, filters=mobility.filters(desk),
            usual=[p for p, s in columns if s.show.table], nothing=nothing, export="mobility.read",
            sorts={"number": "mobility.by_number", "starts": "mobility.by_start", "partner": "mobility.by_partner",
                   "student.label.kk": "mobility.by_student"},
            name_of=lambda row: Mobility.model_validate({**row, "lines": []}).label().get(desk.lang),
        ),
    )  # fmt: skip
    if opened:
        open_(opened["_id"])
