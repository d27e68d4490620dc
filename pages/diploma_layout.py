"""The layout of an own-sample diploma (clauses 26, 33-5): fields in millimetres, a live preview, the test page."""

from __future__ import annotations

import streamlit as st

from core.ui.diplomas import layout
from core.ui.page import T, enter, go, title

desk = enter("diploma.read", "code")
title("diploma_layout.title", "diploma_layout.hint")
may = desk.may("kind.edit")
was, code = layout.choose(desk, st.query_params.get("code", ""), may)
if code != st.query_params.get("code"):
    st.query_params["code"] = code
if not may:
    st.info(T("diploma_layout.read_only"), icon=":material/lock:")
elif was and was.retired:
    st.info(T("kinds.page.retired_now", day=was.effective), icon=":material/archive:")
layout.screen(desk, was, may)
go("pages/diplomas.py", "menu.diplomas", "workspace_premium")
