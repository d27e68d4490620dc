"""One indicator as it is defined: written without code, seen on live records, kept as a version (clauses 28, 37)."""

from __future__ import annotations

import streamlit as st

from core import kinds
from core.errors import NotFound
from core.ui.indicators import editor
from core.ui.messages import sentence
from core.ui.page import T, enter, go, lang, title
from core.ui.style import safe
from schemas.kinds import Sort

desk = enter("kind.edit", "code")
code = st.query_params.get("code", editor.NEW)
was = None
try:
    was = kinds.versions(desk, Sort.indicator, code)[0] if code != editor.NEW else None
except NotFound as e:
    st.info(safe(sentence(e)))
    st.stop()
if was:
    st.title(safe(was.name.get(lang())), anchor=False)
    st.caption(T("indicator_editor.version", version=was.version, day=was.effective))
else:
    title("indicator_editor.title", "indicator_editor.hint")
with st.container(horizontal=True):
    go("pages/indicators.py", "menu.indicators", "arrow_back")
    if was:
        go("pages/kinds.py", "common.history", "history", sort=Sort.indicator.value, code=code)
        st.button(T("indicator_editor.copy"), key="indicator.copy", icon=":material/file_copy:", type="tertiary",
                  on_click=editor.copy, args=(was,))  # fmt: skip
if was and was.retired:
    st.info(T("kinds.page.retired_now", day=was.effective), icon=":material/archive:")
    st.stop()
editor.screen(desk, was)
