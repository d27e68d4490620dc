"""One statistical form as it is described: changed in the browser, seen on live records, a version kept (clause 22)."""

from __future__ import annotations

import streamlit as st

from core import kinds
from core.errors import NotFound
from core.ui.messages import sentence
from core.ui.page import T, enter, go, lang, title
from core.ui.stat_forms import editor
from core.ui.style import safe
from schemas.kinds import Sort

desk = enter("kind.edit", "code", "day")
code = st.query_params.get("code", editor.NEW)
was = None
try:
    was = kinds.versions(desk, Sort.stat_form, code)[0] if code != editor.NEW else None
except NotFound as e:
    st.info(safe(sentence(e)))
    st.stop()
if was:
    st.title(safe(was.name.get(lang())), anchor=False)
    st.caption(T("indicator_editor.version", version=was.version, day=was.effective))
else:
    title("stat_forms.new", "stat_form_editor.hint")
with st.container(horizontal=True):
    go("pages/stat_forms.py", "stat_forms.title", "arrow_back", code=code if was else "")
    if was:
        go("pages/kinds.py", "common.history", "history", sort=Sort.stat_form.value, code=code)
if was and was.retired:
    st.info(T("kinds.page.retired_now", day=was.effective), icon=":material/archive:")
    st.stop()
editor.screen(desk, was)
