"""Internal audits (ISO 9001, 9.2; clause 29): the programme of a year by months, who is late, planning."""

from __future__ import annotations

import streamlit as st

from core import internal_audits
from core.ui.internal_audits import board, planning, programme
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, title

desk = enter("internal_audit.read", "year", "plan", "programme")
MAY = desk.may("internal_audit.plan")


def open_(**address: str) -> None:
    """Another part of the page, by its address."""
    st.query_params.from_dict(address)
    st.rerun()


years = internal_audits.years(desk)
asked = st.query_params.get("year", "")
year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else desk.today().year
years = sorted({*years, year, desk.today().year + 1}, reverse=True)
plan, edited = st.query_params.get("plan"), st.query_params.get("programme")
if (plan or edited) and st.button(T("internal_audits.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(year=str(year))
with shown_errors():
    found = internal_audits.board(desk, year)
    if edited:
        title("internal_audits.programme_title", year=year)
        if MAY:
            programme.edit(desk, found)
        elif found.coming or found.approved:
            programme.read(found.coming or found.approved)  # type: ignore[arg-type]
        st.stop()
    if plan and MAY:
        line = next((x for x in found.lines if x.key == plan and x.audit is None), None)
        title("internal_audits.plan_title" if line else "internal_audits.outside_title", year=year)
        planning.new(desk, found, line)
        st.stop()
    title("internal_audits.title", "internal_audits.hint")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(T("internal_audits.year"), years, years.index(year), key="v:audits.year", width=140)
        if chosen != year:
            open_(year=str(chosen))
        if MAY and st.button(T("internal_audits.to_programme" if found.coming or not found.approved else
                               "internal_audits.next_version"), icon=":material/edit_calendar:"):  # fmt: skip
            open_(year=str(year), programme="1")
        if MAY and st.button(T("internal_audits.outside_new"), icon=":material/add:"):
            open_(year=str(year), plan="outside")
    programme.state(desk, found)
    if not found.lines:
        empty("internal_audits.none", "internal_audits.none_begin" if MAY else "internal_audits.none_wait", year=year)
        st.stop()
    opened = board.screen(found)
    if opened and opened.audit:
        st.switch_page("pages/internal_audit.py", query_params={"id": opened.audit.id})
    if opened and MAY and found.approved:
        open_(year=str(year), plan=opened.key)
