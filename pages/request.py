"""One letter and its life (clauses 33-9, 34-3, 46): resolution, deadline, answer, what was sent, its file."""

from __future__ import annotations

import streamlit as st

from core.ui.page import empty, enter, go
from core.ui.requests import one

desk = enter("letter.work", "id")
id = st.query_params.get("id")
go("pages/requests.py", "requests.back", "arrow_back")
if id:
    one.screen(desk, id)
else:
    empty("requests.none_chosen")
