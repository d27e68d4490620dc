"""Councils and meetings (clauses 33-6, 34-6): what is planned, what was decided, what is not fulfilled yet."""

from __future__ import annotations

import streamlit as st

from core.ui.meetings import lists
from core.ui.page import T, enter, title

desk = enter("meeting.attend")
title("meetings.title", "meetings.hint")
names = {"all": T("meetings.tab_all")}
if desk.may("meeting.read"):
    names["follow"] = T("meetings.tab_follow")
if desk.may("meeting.edit"):
    names["new"] = T("meetings.tab_new")
view = "all"
if len(names) > 1:
    view = st.segmented_control(
        T("meetings.view"), list(names), default="all", required=True, key="v:meetings.view",
        format_func=lambda v: names.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
match view:
    case "follow":
        lists.following(desk)
    case "new":
        lists.planning(desk)
    case _:
        if chosen := lists.every(desk):
            st.switch_page("pages/meeting.py", query_params={"id": chosen})
