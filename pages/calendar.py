"""The academic calendar of a year: picture, periods, holidays, copy, approval, terms (clauses 17, 23)."""

from __future__ import annotations

import streamlit as st

from core import calendar
from core.calendar.table import year_label
from core.ui.calendar import grid, parts, picture
from core.ui.page import T, enter, title
from schemas.words import CalendarState

desk = enter("calendar.read", "year")
title("calendar.title", "calendar.title_hint")

now = calendar.year_on(desk.today())
made = dict(calendar.years(desk))
years = sorted({*made, now, now + 1, *([max(made) + 1] if made else [])}, reverse=True)
asked_for = st.query_params.get("year", "")
first = int(asked_for) if asked_for.isdecimal() and int(asked_for) in years else now
spans = {y: year_label(y) if y in made else T("calendar.year_none", span=year_label(y)) for y in years}
year = st.selectbox(
    T("calendar.year"), years, index=years.index(first), key="v:calendar.year", width=260,
    format_func=lambda y: spans.get(y, str(y)),
)  # fmt: skip
cal = calendar.get(desk, year)
if cal is None:
    parts.make(desk, year)
    st.stop()

parts.state(desk, cal)
draft = cal.state is CalendarState.draft
may = desk.may("calendar.edit")
views = ["picture", "periods", "holidays", *(["copy"] if draft and may else []), "terms"]
views += ["approve"] if draft and (may or desk.may("calendar.approve")) else []
st.session_state.setdefault("v:calendar.view", "picture")
if st.session_state["v:calendar.view"] not in views:
    st.session_state["v:calendar.view"] = "picture"
words = {v: T(f"calendar.view_{v}") for v in views}
view = st.segmented_control(
    T("calendar.view"), views, format_func=lambda v: words.get(v, v), key="v:calendar.view",
    label_visibility="collapsed", required=True,
)  # fmt: skip
if view == "picture":
    picture.draw(cal, desk.today())
elif view == "periods":
    grid.draw(desk, cal)
elif view == "holidays":
    parts.holidays(desk, cal)
elif view == "copy":
    parts.copy(desk, cal)
elif view == "terms":
    parts.terms(desk, year)
else:
    parts.approve(desk, cal)
