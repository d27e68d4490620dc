"""The new academic year in one press: reckoning, who repeats, the order, the count afterwards (complaint 40)."""

from __future__ import annotations

import streamlit as st

from core import rollover
from core.ui.page import T, enter, title
from core.ui.rollover import advising, deciding, pressing, reckoning
from schemas.rollover import RolloverState

desk = enter("rollover.run", "year")
title("rollover.title", "rollover.hint")
today = desk.today()
usual = today.year + (today.month >= 10)  # until the end of September the year that has just begun
known = {d.year for d in rollover.years(desk)} | {usual - 1, usual, usual + 1}
typed = st.query_params.get("year", "")
st.session_state.setdefault("v:rollover.year", int(typed) if typed.isdigit() and int(typed) in known else usual)
words = {"people": T("rollover.section_people"), "advisers": T("rollover.section_advisers")}
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = st.selectbox(
        T("rollover.year"), sorted(known, reverse=True), key="v:rollover.year", width=170,
        format_func=lambda y: f"{y}/{(int(y) + 1) % 100:02d}" if str(y).isdigit() else str(y),
    )  # fmt: skip
    view = st.segmented_control(
        T("rollover.turn"), list(words), required=True, default="people", key="v:rollover.view",
        format_func=lambda v: words.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
st.query_params["year"] = str(year)
if view == "advisers":
    advising.page(desk)
    st.stop()
kept = rollover.of_year(desk.store, year)
if kept and kept.state is not RolloverState.preparing:
    pressing.begun(desk, kept)
    st.stop()
st.subheader(T("rollover.arithmetic"), anchor=False)
seen = reckoning.seen(desk, year, kept)
whole = reckoning.arithmetic(seen)
if not whole or (kept and kept.decided):
    deciding.undecided(desk, year, kept)
deciding.repeating(desk, year, kept)
if today < rollover.opens(year):
    st.info(T("rollover.too_early", since=rollover.opens(year)), icon=":material/event_upcoming:")
elif whole and seen.contingent:
    pressing.press(desk, year, kept, seen)
