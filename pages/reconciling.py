"""Our records against the national platform's: a file is compared, who differs is seen by name and field."""

from __future__ import annotations

import streamlit as st

from core import reconciling
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title
from core.ui.reconciling import bringing, one

desk = enter("reconciling.read", "id")
title("reconciling.title", "reconciling.hint")
with shown_errors():
    if desk.may("reconciling.bring"):
        bringing.screen(desk)
    chosen = one.listed(desk)
    if chosen is None:
        empty("reconciling.none", "reconciling.none_hint")
        st.stop()
    one.screen(desk, reconciling.one(desk, chosen))
