"""Corrections of closed sheets that wait: proposed by one person, decided by another (four eyes)."""

from __future__ import annotations

import streamlit as st

from core import sheets
from core.ui import sheet as screen
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, title
from core.ui.style import safe

desk = enter("correction.propose")
title("sheets.corrections_title", "sheets.corrections_hint")
waiting = sheets.waiting(desk)
if not waiting:
    empty("sheets.nothing_waits", None, "pages/grade_sheets.py", "sheets.title")

for sheet, correction in waiting:
    with st.container(border=True):
        st.markdown(f"**{safe(correction.act)}** · {safe(sheet.discipline.label.get(desk.lang))}")
        screen.correction(sheet, correction)
        screen.effect(desk, sheet, correction.now)
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
