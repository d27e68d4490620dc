"""Inbox (clauses 6, 35): tasks and approvals of a person and of his role by deadline, notices, what is late with
others.
"""

from __future__ import annotations

import streamlit as st

from core import tasks
from core.ui import inbox as screen
from core.ui.home.today import waits
from core.ui.norm_documents import waiting
from core.ui.page import T, enter, title

desk = enter("task.work", "tab", "task")
title("tasks.inbox_title", "tasks.inbox_hint")

if id := st.query_params.get("task"):  # one task, opened from a notice
    one = tasks.one(desk, id)
    if one is None:
        st.info(T("tasks.gone"), icon=":material/task_alt:")
    else:
        screen.waiting(desk, [one], "tasks.none_mine")
    if st.button(T("tasks.all"), type="tertiary", icon=":material/arrow_back:"):
        del st.query_params["task"]
        st.rerun()
    st.stop()

found = tasks.mine(desk)
match screen.tabs(desk, len(found)):
    case "mine":
        screen.waits_for_me(desk, found)
        waiting.screen(desk)
        screen.asked_by_me(desk)
        waits(desk, quiet=True)
    case "news":
        screen.news(desk)
    case "done":
        screen.closed(desk)
    case "given":
        screen.given(desk)
    case "overdue":
        screen.overdue(desk)
