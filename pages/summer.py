"""The summer semester of a year: need, applications, payment, groups and order, results (clause 23)."""

from __future__ import annotations

import streamlit as st

from core import summer
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title
from core.ui.summer import applications, need
from core.ui.summer.parts import tab, year

desk = enter("plan.read", "year", "tab")
title("summer.title", "summer.hint")
marks = desk.may("student.results")
with st.container(horizontal=True, vertical_alignment="bottom"):
    of = year(desk)
    names = ["need", "applications", "fees", "groups", "results"] if marks else ["fees"]
    chosen = tab(names)
term = summer.term_of(desk, of) if of is not None else None
if term is None:
    empty("summer.no_term", "summer.no_term_hint", "pages/calendar.py", "menu.calendar", year=of or "—")
    st.stop()
with shown_errors():
    match chosen:
        case "need":
            need.screen(desk, term)
        case "applications":
            applications.screen(desk, term)
        case "fees":
            applications.money(desk, term)
        case "groups":
            applications.opening(desk, term)
        case _:
            applications.outcome(desk, term)
