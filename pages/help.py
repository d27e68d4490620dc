"""Help: what each page is for, how a sheet is filled, what protects a paper, the cases of the demonstration."""

from __future__ import annotations

import streamlit as st

from core import demo, first_hour
from core.i18n import known
from core.ui import menu, page_help
from core.ui.finding import keys
from core.ui.page import T, enter, go, lang, title
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.student import Student

desk = enter("help.read", "about")
title("demo.help.title", "demo.help.hint")

about = next((item for item in menu.allowed(desk.actor) if item.file == st.query_params.get("about")), None)
if about:
    with st.container(border=True):
        st.subheader(T(f"menu.{about.file}"), anchor=False)
        page_help.body(about.file, lang())
        if not about.hidden:
            go(f"pages/{about.file}.py", f"menu.{about.file}", about.icon)
if first_hour.is_away(desk) and st.button(T("first_hour.again"), icon=":material/replay:"):
    first_hour.put_away(desk, False)
    st.switch_page("pages/home.py")

st.subheader(T("keys.title"), anchor=False)
st.caption(T("keys.hint"))
heads = [T(f"keys.{x}") for x in ("where", "press", "does")]
plain_table(heads, [[T(f"keys.{where}"), key, T(does)] for where, key, does in keys.lines()], widths=(170, 190))

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
