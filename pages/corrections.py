"""Changes of closed sheets: those that wait for another hand, unfinished results, the register of all of them."""

from __future__ import annotations

import streamlit as st

from core import sheets
from core.ui import sheet as screen
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, go, title
from core.ui.style import safe

desk = enter("correction.read", "tab", "act")
title("sheets.corrections_title", "sheets.corrections_hint")
TABS = ("waiting", "unfinished", "register") if desk.may("correction.propose") else ("register",)
words = {tab: T(f"sheets.tab_{tab}") for tab in TABS}
asked_for = "register" if st.query_params.get("act") else st.query_params.get("tab", "")
st.session_state.setdefault("v:corrections.tab", asked_for if asked_for in TABS else TABS[0])
tab = st.segmented_control(
    T("sheets.corrections_title"), TABS, required=True, key="v:corrections.tab", label_visibility="collapsed",
    format_func=lambda t: words.get(t, t),
)  # fmt: skip
if tab == "register":
    screen.register.screen(desk)
if tab == "unfinished":
    screen.unfinished.screen(desk)
if tab != "waiting":
    st.stop()

waiting = sheets.waiting(desk)
if not waiting:
    empty("sheets.nothing_waits", "sheets.nothing_waits_hint", "pages/grade_sheets.py", "sheets.title")
for sheet, correction in waiting:
    with st.container(border=True):
        st.markdown(f"**{safe(correction.act)}** · {safe(sheet.discipline.label.get(desk.lang))}")
        screen.correction(sheet, correction)
        screen.effect(desk, sheet, correction.now)
        go("pages/grade_sheet.py", "sheets.to_sheet", key=f"go:{correction.act}", sheet=sheet.id)
        if correction.proposed_by == desk.actor.id:
            st.caption(T("sheets.four_eyes"))
            continue
        if not desk.may("correction.confirm"):
            continue
        with st.container(horizontal=True), shown_errors():
            yes = asked("sheets.confirm", need="optional", type="primary", name=correction.act)
            no = asked("sheets.reject", name=correction.act)
            if yes:
                sheets.confirm(desk, sheet.id, sheet.revision, correction.act, yes)
                done("sheets.confirmed", act=correction.act)
            if no:
                sheets.reject(desk, sheet.id, sheet.revision, correction.act, no)
                done("sheets.rejected", act=correction.act)
