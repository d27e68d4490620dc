"""Appeals: applications with their clock, the commission, the decision, the correction made from it (clause 25)."""

from __future__ import annotations

import streamlit as st

from core import appeals
from core.ui.appeals import filing, one
from core.ui.page import T, enter, title
from core.ui.tables import Listing, listing
from schemas.appeal import Appeal

desk = enter("appeal.read", "id", "student")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """An appeal, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("appeals.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("appeal.file"):
    title("appeals.new")
    filing.draw(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("appeals.title", "appeals.hint")
        if desk.may("appeal.file") and st.button(T("appeals.new"), icon=":material/add:", type="primary"):
            open_("new")
    if late := appeals.overdue(desk):
        st.error(T("appeals.overdue_n", n=len(late)), icon=":material/timer_off:")
        for found in late[:5]:
            if st.button(
                f"{found.number} · {found.student.label.get(desk.lang)}",
                type="tertiary",
                key=f"l:{found.id}",
                icon=":material/arrow_forward:",
            ):
                open_(found.id)
    columns = appeals.columns(desk)
    opened = listing(
        desk,
        Listing(
            name="appeals", read=lambda *asked: appeals.listed(desk, *asked),
            count=lambda text, f: appeals.count(desk, text, f), columns=columns, filters=appeals.filters(desk),
            usual=[p for p, s in columns if s.show.table], export="appeal.read",
            nothing="appeals.none_begin" if desk.may("appeal.file") else "appeals.none",
            sorts={"number": "appeals.by_number", "filed_on": "appeals.by_filed", "decide_by": "appeals.by_due",
                   "student.label.kk": "mobility.by_student"},
            name_of=lambda row: Appeal.model_validate({**row, "commission": []}).label().get(desk.lang),
        ),
    )  # fmt: skip
    if opened:
        open_(opened["_id"])
