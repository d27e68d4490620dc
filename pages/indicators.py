"""Process indicators (clauses 28, 29-a): one page for leadership; each number opens its chart, cut and rows."""

from __future__ import annotations

import streamlit as st

from core import indicators
from core.ui.forms import asked
from core.ui.indicators import board, one
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, go, title
from core.ui.style import safe

desk = enter("indicator.read", "code")
title("indicators.title", "indicators.hint")
with shown_errors():
    found, of_whom = board.part(desk)
    if not found:
        empty("indicators.none", "indicators.none_hint", "pages/indicator.py", "indicators.write")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="center"):
        board.sheet(desk, found, of_whom)
        if of_whom:
            st.caption(safe(of_whom))
        go("pages/indicator.py", "indicators.write", "add")
        why = None
        if desk.may("indicator.compute"):
            why = asked("indicators.compute", "optional", icon=":material/calculate:", act="indicator.compute")
            st.caption(T("indicators.compute_hint"))
    if why:
        with st.spinner(T("indicators.compute")):
            n = indicators.compute(desk, why)
        done("indicators.computed", n=n)
    chosen = board.screen(found)
    if chosen is None:
        chosen = next((x for x in found if x.kind.code == st.query_params.get("code")), None)
    if chosen is not None:
        one.screen(desk, chosen)
