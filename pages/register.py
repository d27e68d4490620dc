"""A new student: possible duplicates and what the IIN says are shown before anything is saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import students
from core.fields import form_fields
from core.ui.card import enters_as, stated, warnings
from core.ui.forms import form, made, nested
from core.ui.messages import shown_errors
from core.ui.page import T, enter, forget_act, tell, title
from schemas.base import new_id
from schemas.student import Profile, StudyProfile

desk = enter("student.register")
FORM = "register"
title("students.register_title", "students.register_hint")

role = desk.actor.role
specs = (*form_fields(Profile, role), *stated(form_fields(StudyProfile, role), "study."))
status = enters_as(FORM)
first: dict[str, Any] = {"citizenship": T("students.citizen"), "study.admitted_on": desk.today().isoformat()}
filled = form(desk, specs, FORM, first, T("students.register_do"), why="optional", columns=3)
if filled:
    st.session_state["register!seen"] = nested(filled.values)
seen = st.session_state.get("register!seen")
sure = warnings(desk, seen) if seen else True  # nothing to warn of, or the user has said that he looked

if filled and sure:
    values = nested(filled.values)
    study = values.pop("study")
    with shown_errors(FORM):
        profile = made(Profile, values)
        begins = made(StudyProfile, {"id": new_id(), "status": status, **study}, "study.")
        student = students.admit(desk, profile, begins, filled.why)
        st.session_state.pop("register!seen")
        forget_act(FORM)
        tell("students.registered", name=profile.name.full())
        st.switch_page("pages/student.py", query_params={"id": student.id})
