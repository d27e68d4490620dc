"""One student's plan of a year: choices with their reasons, the way to the signature (clauses 2-a, 16, 23)."""

from __future__ import annotations

import streamlit as st

from core import calendar, registration
from core.errors import NotFound, OfficeError
from core.ui.looks import opened
from core.ui.messages import sentence
from core.ui.page import empty, enter
from core.ui.registration import beside, choices, plan, steps
from core.ui.style import safe

desk = enter("plan.read", "student", "study", "year", "plan")
asked = st.query_params
try:
    if asked.get("plan"):  # from a notice
        named = registration.get(desk, asked["plan"])
        asked.from_dict({"student": named.student.id, "study": named.study, "year": str(named.year)})
    if not asked.get("student"):
        raise NotFound("errors.not_found", kind="study_plans", id="")
    year = int(asked["year"]) if asked.get("year", "").isdecimal() else calendar.year_on(desk.today())
    view = plan.opened(desk, asked["student"], asked.get("study", ""), year)
except OfficeError as e:
    empty("registration_ui.no_such_plan", None, "pages/registration.py", "registration_ui.title")
    st.caption(safe(sentence(e)))
    st.stop()

label = f"{view.student.number} {view.student.name.full()}"
opened(desk, "study_plan", "students", view.student.id, label, view.student.id)
plan.walk(view)
plan.head(view)
if view.plan is None:
    may = desk.may("plan.choose")
    empty("registration_ui.plan_none", "registration_ui.plan_none_hint" if may else "registration_ui.plan_none_wait")
    if may:
        steps.draw(view)
    beside.ledger(view)
    beside.refused(view)
    st.stop()

mine = view.plan
steps.by_whom(mine, desk)
marked = plan.semesters(view)
steps.marked(view, mine, marked)
stopped = registration.view(desk, mine)
if desk.may("plan.choose"):
    choices.blocks(view, mine)
    choices.more(view, mine)
beside.stops(beside.of_stage(mine, stopped))
steps.forward(view, mine, stopped)
with st.container(horizontal=True):
    beside.printed(view)
    if desk.may("plan.choose") and mine.state.value == "draft":
        steps.top_up(view)
beside.ledger(view)
beside.refused(view)
