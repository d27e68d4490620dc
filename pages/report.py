"""A report built without code (clause 33-9): what is asked at the left, what comes of it live at the right."""

from __future__ import annotations

import streamlit as st

from core import reports
from core.errors import NotFound
from core.ui.messages import sentence
from core.ui.page import T, enter, go, lang, title
from core.ui.reports import actions, held
from core.ui.reports.screen import screen
from core.ui.style import safe

desk = enter("report.make", "id")
id = st.query_params.get("id", held.NEW)
was = None
try:
    was = reports.get(desk, id) if id != held.NEW else None
except NotFound as e:
    st.info(safe(sentence(e)), icon=":material/info:")
    st.stop()
if was:
    st.title(safe(was.name.get(lang())), anchor=False)
    st.caption(T("report_builder.version", version=was.version))
else:
    title("report_builder.title", "report_builder.hint")
with st.container(horizontal=True):
    go("pages/reports.py", "report_builder.back", "arrow_back")
    if was:
        actions.ways(desk, was)
screen(desk, was)
