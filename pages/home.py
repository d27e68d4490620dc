"""Home: figures of the day, what waits for the user, the indicators of his scope (clause 16)."""

from __future__ import annotations

import streamlit as st

from core import indicators
from core.scope import scope_of
from core.ui.home import beginning, others, panel, pictures, today
from core.ui.home.ahead import days_ahead
from core.ui.home.board import board
from core.ui.home.mine import mine
from core.ui.home.parts import heading
from core.ui.home.pinned import pinned
from core.ui.page import T, enter
from schemas.words import Role

desk = enter("home.read")
heading(desk)
beginning.telephone(desk)
beginning.hour(desk)
own = mine(desk)
beginning.last(desk)
days_ahead(desk)
role = desk.actor.role

if role is Role.teacher:
    others.teacher(desk)
elif role is Role.administrator:
    others.administrator(desk)
elif not desk.may("kpi.read"):
    others.guest(desk)
else:
    views = ["day", "kpi"]
    first = "kpi" if role in (Role.department, Role.management) else "day"
    st.session_state.setdefault("v:home.view", first)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            T("home.view"), views, format_func=lambda v: T(f"home.view_{v}"), key="v:home.view",
            label_visibility="collapsed", required=True,
        )  # fmt: skip
        department = panel.choose_department(desk) if view == "kpi" else None
    found = board(desk, department)
    lines = indicators.board(desk, department=department, pinned=True)
    if view == "kpi":
        panel.draw(desk, found, lines, scope_of(desk, department))
        pictures.draw(found, lines)
    else:
        if role is Role.auditor:
            others.auditor(desk)
        empty_office = role is not Role.department and today.first_steps(desk)
        if not empty_office:
            today.figures(found)
        if role is not Role.auditor:
            today.waits(desk, own)
        if not empty_office:
            pictures.draw(found, lines)
pinned(desk)
