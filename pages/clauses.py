"""The clause table of the regulation (clauses 19, 57): where the software meets each clause, found from the code."""

from __future__ import annotations

import streamlit as st

from core import clauses
from core.ui import clauses as table
from core.ui.page import T, enter, title

desk = enter("norm.read")
title("clauses.title", "clauses.hint")
shown = st.segmented_control(
    T("clauses.shown"), table.CHOICES, default="all", required=True, key="v:clauses.shown",
    format_func=lambda x: T(f"clauses.{x}"), label_visibility="collapsed",
)  # fmt: skip
rows = [x for x in clauses.clauses() if table.fits(x, shown)]
chosen = table.screen(rows)
if chosen:
    table.one(chosen)
