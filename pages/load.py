"""Teaching load: teachers against their norms, departments, what nobody teaches; a teacher's class (clauses 17, 41)."""

from __future__ import annotations

import streamlit as st

from core.errors import OfficeError
from core.ui.load import asking, lessons, tables, teacher
from core.ui.messages import sentence
from core.ui.page import T, enter, title
from core.ui.style import safe

desk = enter("section.read", "teacher", "year", "term", "department")
who = st.query_params.get("teacher")
if who and st.button(T("classes.back"), icon=":material/arrow_back:", type="tertiary"):
    del st.query_params["teacher"]
    st.rerun()
if not who:
    title("load.title", "load.hint")
asked = asking.asked(desk)
if asked is None:
    st.stop()
if who:
    try:
        teacher.page(desk, who, asking.term_of(asked, desk.today()))
    except OfficeError as e:
        st.info(safe(sentence(e)))
    st.stop()
view = "load"
if desk.may("plan.read"):
    words = {"load": T("load.view_load"), "lessons": T("load.view_lessons")}
    view = st.segmented_control(
        T("load.view"), list(words), required=True, default="load", key="v:load.view",
        format_func=lambda v: words.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
if view == "lessons":
    lessons.page(desk, asked)
elif chosen := tables.whole(desk, asked):
    st.query_params["teacher"] = chosen
    st.rerun()
