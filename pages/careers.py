"""The career sector (clause 45): who of the graduates works, whose contacts are to be refreshed."""

from __future__ import annotations

import streamlit as st

from core.ui.careers import campaigns, figures
from core.ui.page import T, enter, title

desk = enter("employment.read", "id")
id = st.query_params.get("id")


def card(student: str | None) -> None:
    """The card of a student, where contacts are confirmed and employment is written down."""
    if student:
        st.session_state[f"v:tab:{student}"] = "profile"
        st.switch_page("pages/student.py", query_params={"id": student})


title("careers.title", "careers.hint")
if id and desk.may("campaign.run"):
    if st.button(T("careers.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    card(campaigns.screen(desk, id))
    st.stop()
names = {v: T(f"careers.tab_{v}") for v in ("figures", "graduates")}
if desk.may("campaign.run"):
    names["campaigns"] = T("careers.tab_campaigns")
view = st.segmented_control(
    T("careers.view"), list(names), default="figures", required=True, key="v:careers.view",
    format_func=lambda v: names.get(v, v), label_visibility="collapsed",
)  # fmt: skip
match view:
    case "campaigns":
        if chosen := campaigns.every(desk):
            st.query_params.from_dict({"id": chosen})
            st.rerun()
    case "graduates":
        card(figures.graduates(desk))
    case _:
        figures.statistics(desk)
