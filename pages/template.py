"""Templates of papers: one editor for every paper with text, seen as it is typed (clauses 3, 24-c)."""

from __future__ import annotations

import streamlit as st

from core import kinds
from core.ui import templates as screen
from core.ui.forms import asked, beside_fields
from core.ui.messages import shown_errors
from core.ui.page import T, done, enter, go, lang, title
from schemas.kinds import Sort

desk = enter("kind.read", "code")
title("templates.title", "templates.title_hint")
may = desk.may("kind.edit")
found = {k.code: k for k in kinds.latest(desk, Sort.template)}
names = {c: f"{k.name.get(lang())} · {c}" for c, k in found.items()}
if may:
    names["-"] = T("templates.new")
code = st.query_params.get("code", "")
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        T("templates.choose"), list(names), list(names).index(code) if code in names else 0,
        format_func=lambda c: names.get(c, c), key=f"v:template:choose:{code}", width=460,
    )  # fmt: skip
    if chosen and chosen != code:
        st.query_params["code"] = chosen
    go("pages/kinds.py", "common.history", "history", sort="template", code=chosen or "")
was = found.get(chosen or "")
if was:
    st.caption(T("templates.version", version=was.version, day=was.effective))
if not may:
    st.info(T("templates.read_only"), icon=":material/lock:")

typed = screen.editor(was, may, desk.today())
screen.warn_of_gaps(typed)
if may:
    why = asked("templates.save", type="primary", icon=":material/check:", name=chosen or "-", act="kind.edit")
    if why:
        with shown_errors(), beside_fields(screen.form_of(was), "templates.save", chosen or "-"):
            kept = screen.save(desk, typed, why)
            st.query_params["code"] = kept.code
            done("templates.saved", version=kept.version)

left, right = st.columns([5, 4])
with left:
    st.subheader(T("templates.preview"), anchor=False)
    screen.preview(desk, typed)
with right:
    st.subheader(T("templates.variables"), anchor=False)
    screen.variables()
    with st.expander(T("templates.tables"), icon=":material/table:"):
        screen.tables()
    with st.expander(T("templates.syntax"), icon=":material/help:"):
        screen.syntax()
