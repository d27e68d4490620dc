"""The auditor's list: the box with its letters, the reports."""

from __future__ import annotations

import streamlit as st

from core import concerns
from core.desk import Desk
from core.fields import described
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.tables import pager, picked, plain_views
from schemas.concern import Concern, ConcernState

COLUMNS = ("number", "received", "about", "state", "ended_on")


def screen(desk: Desk) -> str | None:
    """The id of the report that was clicked, else None."""
    if n := concerns.waiting(desk):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.metric(T("concerns.box"), n, border=True, width=205)
            if why := asked("concerns.take", need="no", type="primary", icon=":material/inbox:"):
                with shown_errors():
                    done("concerns.taken", n=concerns.take_in(desk, why))
    words = {"": T("concerns.any_state"), **{s.value: s.label(lang()) for s in ConcernState}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(T("concerns.filter"), list(words), key="v:concerns.state", width=220,
                             format_func=lambda s: words.get(s, str(s)))  # fmt: skip
        plain_views(desk, "concerns")
    page = pager("concerns", state)
    rows = concerns.listed(desk, state, page)
    if not rows and not page:
        empty("concerns.none", "concerns.none_hint")
        return None
    st.caption(T("common.found", n=concerns.count(desk, state)))
    return picked("concerns.list", [(p, described(Concern, p)) for p in COLUMNS], rows, page)
