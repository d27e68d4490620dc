"""Exchange with the national platform and other systems (clauses 28, 33-9, 43): a file of theirs is compared and mended
row by row, a file of ours is looked at and sent."""

from __future__ import annotations

import streamlit as st

from core import reconciling
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, title
from core.ui.reconciling import bringing, one, sending

desk = enter("reconciling.read", "id")
title("reconciling.title", "reconciling.hint")
names = {view: T(f"reconciling.tab_{view}") for view in ("compare", "send")}
view = st.segmented_control(
    T("reconciling.title"), list(names), default="compare", required=True, key="v:reconciling.view",
    format_func=names.__getitem__, label_visibility="collapsed",
)  # fmt: skip
with shown_errors():
    if view == "send":
        sending.screen(desk)
        st.stop()
    if desk.may("reconciling.bring"):
        bringing.screen(desk)
    chosen = one.listed(desk)
    if chosen is None:
        empty("reconciling.none", "reconciling.none_hint")
        st.stop()
    one.screen(desk, reconciling.one(desk, chosen))
