"""Diplomas (clauses 26, 33-5, 33-10): a year at a glance, the platform's file, registering, hand-over, the book."""

from __future__ import annotations

import streamlit as st

from core.ui.diplomas import book, glance, issuing, one, parts, platform, registering, uncollected
from core.ui.page import T, enter, go, title

desk = enter("diploma.read", "id", "year", "view")
if id := st.query_params.get("id"):
    if st.button(T("diplomas_page.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["id"]
        st.rerun()
    one.screen(desk, id)
    st.stop()

title("diplomas_page.title", "diplomas_page.hint")
views = ["glance"]
views += ["platform"] if desk.may("diploma.prepare") else []
views += ["register"] if desk.may("diploma.register") else []
views += ["issue", "uncollected", "book"]
with st.container(horizontal=True, vertical_alignment="bottom"):
    at = parts.year(desk)
    chosen = parts.view(views)
    go("pages/diploma_layout.py", "menu.diploma_layout", "design_services")
opened = None
match chosen:
    case "glance":
        opened = glance.screen(desk, at)
    case "platform":
        platform.screen(desk, at)
    case "register":
        registering.screen(desk, at)
    case "issue":
        opened = issuing.screen(desk, at)
    case "uncollected":
        opened = uncollected.screen(desk)
    case _:
        book.screen(desk, at)
if opened:
    st.query_params["id"] = opened
    st.rerun()
