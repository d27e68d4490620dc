"""What follows from a commission's protocols (clauses 2-c, 21-a): sheets, the award of degrees, who did not finish
and what comes next.
"""

from __future__ import annotations

import streamlit as st

from core.ui.attestation import closing, closing_award, closing_sheets, closing_unfinished
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title

desk = enter("attestation.read", "year", "commission", "tab")
title("closing.title", "closing.hint")
with st.container(horizontal=True, vertical_alignment="bottom"):
    commission = closing.chosen(desk)
if commission is None:
    empty("closing.none", "closing.none_hint", "pages/commissions.py", "menu.commissions")
    st.stop()
tab = closing.tab()
with shown_errors():
    match tab:
        case "award":
            closing_award.screen(desk, commission)
        case "unfinished":
            closing_unfinished.screen(desk, commission)
        case _:
            closing_sheets.screen(desk, commission)
