"""The head's work queue (clauses 4, 6): who has how much, what is late; a task goes to another with a reason."""

from __future__ import annotations

import streamlit as st

from core import tasks
from core.ui import queue as screen
from core.ui.page import T, empty, enter, title

desk = enter("task.read_all", "user", "role", "task")
title("tasks.queue_title", "tasks.queue_hint")
user, role = st.query_params.get("user", ""), st.query_params.get("role", "")
if user or role:
    if st.button(T("tasks.queue_back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    screen.one(desk, user, role)
elif found := tasks.loads(desk):
    screen.chart(desk, found)
    if chosen := screen.table(found):
        st.query_params.from_dict(chosen)
        st.rerun()
else:
    empty("tasks.queue_empty")
