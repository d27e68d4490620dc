"""One meeting (clauses 33-6, 34-6): its agenda, protocol, decisions and what became of them."""

from __future__ import annotations

import streamlit as st

from core.ui.meetings import one
from core.ui.page import empty, enter, go

desk = enter("meeting.attend", "id")
go("pages/meetings.py", "meetings.title", "arrow_back")
if id := st.query_params.get("id"):
    one.screen(desk, id)
else:
    empty("meetings.none", None, "pages/meetings.py", "meetings.title")
