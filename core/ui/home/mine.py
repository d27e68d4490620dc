"""My tasks on the home page: how many, how many late, the nearest ones."""

from __future__ import annotations

import streamlit as st

from core import tasks
from core.desk import Desk
from core.ui.home.parts import link
from core.ui.inbox import due_badge
from core.ui.page import T, lang
from core.ui.style import safe

NEAREST = 3


def mine(desk: Desk) -> int:
    """The user's open tasks in a small panel; nothing where none waits. How many there are."""
    count, late = tasks.count(desk)
    if not count:
        return 0
    with st.container(border=True, key="home-tasks"):
        told = T("tasks.count", n=count) + (f" · {T('tasks.late_count', n=late)}" if late else "")
        st.markdown(f"**{T('tasks.panel')}** · {safe(told)}")
        with st.container(gap=None):
            for waiting in tasks.mine(desk, NEAREST):
                task = waiting.task
                link("inbox", task.what.get(lang()), "assignment", due_badge(desk, task), task=task.id)
        link("inbox", T("tasks.panel_go"))
    return count
