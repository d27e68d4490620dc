"""Registration of a year: groups and their plans, electives, refusals, payments, tables (clauses 2-a, 23)."""

from __future__ import annotations

import streamlit as st

from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title
from core.ui.registration import chooser, electives, groups, payments, refusals, table

desk = enter("plan.read", *chooser.ADDRESS)
title("registration_ui.title", "registration_ui.hint")
with st.container(horizontal=True, vertical_alignment="bottom"):
    tab = chooser.tab(desk)
    group = st.query_params.get("group", "") if tab == "groups" else ""
    narrowed = tab == "groups" and not group
    chosen = None if narrowed else chooser.chosen(desk, whole=False)
if narrowed:
    chosen = chooser.chosen(desk)
if chosen is None:
    empty("registration_ui.no_terms", "registration_ui.no_terms_hint", "pages/references.py", "references.title")
    st.stop()
with shown_errors():
    match tab:
        case "groups" if group:
            groups.one(desk, chosen.year, group)
        case "groups":
            groups.listing(desk, chosen)
        case "electives":
            electives.screen(desk, chosen)
        case "refusals":
            refusals.screen(desk, chosen)
        case "payments":
            payments.screen(desk, chosen)
        case _:
            table.screen(desk, chosen)
