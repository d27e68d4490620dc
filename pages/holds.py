"""Holds: who holds whom for what; put one, put many from a list, lift (clauses 24-b, 35)."""

from __future__ import annotations

import streamlit as st

from core.ui import holds
from core.ui.messages import shown_errors
from core.ui.page import enter, title
from schemas.hold import Hold

desk = enter("hold.read", "student", "id")
title("holds.title", "holds.title_hint")
holds.put_box(desk, st.query_params.get("student", ""))
opened = holds.table(desk) or st.query_params.get("id")
if opened:
    with st.container(border=True), shown_errors():
        holds.one(desk, desk.get(Hold, opened, "hold.read"))
