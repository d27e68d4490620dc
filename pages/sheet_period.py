"""Every sheet of a period opened in one act: asked, previewed, opened with a progress bar (clauses 24-b, 25-b)."""

from __future__ import annotations

import streamlit as st

from core import timetable
from core.sheets.period import JOB
from core.ui import jobs as kit
from core.ui.page import T, empty, enter, go, lang, title
from core.ui.sheet import period as screen

desk = enter("grade_sheet.open")
go("pages/grade_sheets.py", "sheets.go_back", "arrow_back")
title("sheets.period_title", "sheets.period_hint")

screen.news(desk)
if kit.goes_on(desk, JOB):
    st.stop()
terms = {t.id: t for t in timetable.terms(desk) if not t.closed}
if not terms:
    empty("timetable.no_terms", "timetable.no_terms_hint", "pages/references.py", "timetable.go_references")
    st.stop()
names = {i: of.label().get(lang()) for i, of in terms.items()}
now = timetable.term_on(desk, desk.today())
chosen = st.selectbox(
    T("sheets.term"), list(terms), key="v:period.term", width=300,
    format_func=lambda i: names.get(i, i),
    index=list(terms).index(now.id) if now and now.id in terms else 0,
)  # fmt: skip
wanted = screen.wish(desk, terms[chosen])
found = screen.previewed(desk, wanted) if wanted else None
if found:
    screen.plan(found)
    if found.opened:
        screen.begin(desk, found)
    elif not found.left:
        empty("sheets.nothing_to_open")
