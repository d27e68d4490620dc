"""Control: the walk with a tablet, checks, deviations and their life, figures and the report (clause 33-2)."""

from __future__ import annotations

import streamlit as st

from core.ui.checks import deviations, figures
from core.ui.checks.walk import walk
from core.ui.page import T, enter, title

desk = enter("check.read", "deviation")
if id := st.query_params.get("deviation"):
    st.title(T("checks.title"), anchor=False)
    deviations.one(desk, id)
    st.stop()

title("checks.title", "checks.title_hint")
views = [*(["today"] if desk.may("check.make") else []), "deviations", "checks", "figures"]
names = {v: T(f"checks.tab_{v}") for v in views}
view = st.segmented_control(
    T("checks.view"), views, default=views[0], required=True, key="v:checks.view", format_func=names.__getitem__,
    label_visibility="collapsed",
)  # fmt: skip
if view == "today":
    walk(desk)
elif view == "deviations":
    deviations.listed(desk)
elif view == "checks":
    figures.listed(desk)
else:
    figures.figures(desk)
