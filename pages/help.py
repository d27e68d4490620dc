"""Help: what each page is for, how a sheet is filled, what protects a paper, the cases of the demonstration."""

from __future__ import annotations

import streamlit as st

from core import demo
from core.i18n import known
from core.ui import menu
from core.ui.page import T, enter, go, lang, title
from core.ui.style import safe
from schemas.student import Student

desk = enter("help.read")
title("demo.help.title", "demo.help.hint")

st.subheader(T("demo.help.pages"), anchor=False)
for item in menu.allowed(desk.actor):
    told = f"demo.page.{item.file}"
    if not item.hidden and known(told):
        st.markdown(f":material/{item.icon}: **{T(f'menu.{item.file}')}** – {T(told)}")

if desk.may("grade_sheet.fill"):
    st.subheader(T("demo.help.sheet"), anchor=False)
    for key in ("typing", "marks", "closing"):
        st.markdown(T(f"demo.help.{key}"))
if desk.may("transcript.read"):
    st.subheader(T("demo.help.paper"), anchor=False)
    for key in ("protected", "code"):
        st.markdown(T(f"demo.help.{key}"))

found = demo.cases(desk.store, lang())
mine = {"_id": {"$in": [case.student for case in found]}}
rows = desk.rows(Student, "student.read", mine, {"_id": 1}) if desk.may("student.read") else []
open_to_me = {row["_id"] for row in rows}
if found:
    st.subheader(T("demo.help.cases"), anchor=False)
    st.caption(T("demo.help.cases_hint"))
    with st.container(border=True):
        for case in found:
            told, who, way = st.columns([5, 4, 2], vertical_alignment="center")
            told.markdown(case.title)
            who.markdown(f"**{case.number}** {safe(case.name)}")
            with way:
                if case.student in open_to_me:
                    go("pages/student.py", "demo.help.open", key=f"case:{case.key}", id=case.student)
