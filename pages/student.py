"""A student's card: profile, studies, results, history, papers, any past day (clauses 2, 24-b)."""

from __future__ import annotations

import streamlit as st

from core import students
from core.errors import OfficeError
from core.ui import card
from core.ui.looks import opened
from core.ui.messages import sentence
from core.ui.page import T, empty, enter, go
from core.ui.style import badge, safe, shown
from schemas.words import StudyStatus

desk = enter("student.read", "id")
asked = st.query_params.get("id", "")
try:
    id = students.kept(desk, asked)  # a record that was joined to another leads to it
    student = students.card(desk, id, look=False)
except OfficeError as e:
    empty("students.no_card", None, "pages/students.py", "students.title")
    st.caption(safe(sentence(e)))
    st.stop()
opened(desk, "student", "students", id, f"{student.number} {student.name.full()}")

go("pages/students.py", "students.title", "arrow_back")
if asked != id:
    st.info(T("records.led_here"), icon=":material/merge:")
st.title(safe(student.name.full()), anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(f"**{safe(student.number)}**", width="content")
    for study in student.studies:
        badge(study.status)
        said = [shown(study.programme.label) if study.programme else "", study.group]
        st.caption(safe(" · ".join(p for p in said if p)), width="content")
    card.hold_badges(desk, student)
    card.consent_badge(desk, student)
    for study in student.studies:
        if study.status in (StudyStatus.active, StudyStatus.academic_leave):
            go("pages/study_plan.py", "registration_ui.to_plan", "assignment", f"plan:{study.id}", student=id,
               study=study.id)  # fmt: skip

marks = desk.may("student.results")
names = ["profile", "studies", *(["results", "credits", "events"] if marks else []), "papers",
         *(["as_of", "compare"] if marks else [])]  # fmt: skip
if desk.may("order.read"):
    names.insert(names.index("papers"), "orders")
if desk.may("hold.read"):
    names.append("holds")
if desk.may("scan.read"):
    names.append("file")
if desk.may("looks.read"):
    names.append("looks")
st.session_state.setdefault(f"v:tab:{id}", "profile")
words = {n: T(f"students.tab.{n}") for n in names}
open_ = st.segmented_control(
    T("students.tabs"), names, required=True, format_func=lambda n: words.get(n, n),
    key=f"v:tab:{id}", label_visibility="collapsed",
)  # fmt: skip
with st.container():
    match open_:
        case "profile":
            card.profile(desk, student)
            card.consent(desk, student)
            card.propose(desk, student)
            card.career(desk, student)
        case "studies":
            for study in student.studies:
                with st.container(border=True):
                    card.study_facts(desk, study)
            card.difference(desk, student)
            card.stays(desk, student)
            card.attestation(desk, student)
            card.new_study(desk, student)
        case "results" | "credits":
            for study in student.studies:
                if len(student.studies) > 1:
                    st.header(shown(study.programme.label) if study.programme else "—", anchor=False)
                (card.results if open_ == "results" else card.credits)(desk, study)
            if open_ == "results":
                go("pages/what_if.py", "menu.what_if", icon="science", student=student.number)
                if desk.may("grade_sheet.open"):
                    go("pages/grade_sheets.py", "sheets.go_single", "edit_note", student=student.number)
        case "events":
            card.timeline(desk, student)
        case "orders":
            card.student_orders(desk, student)
        case "papers":
            card.papers(desk, student)
        case "as_of":
            card.as_of(desk, student)
        case "compare":
            card.comparison(desk, student)
        case "holds":
            card.holds(desk, student)
        case "file":
            card.personal_file(desk, student)
        case "looks":
            card.looked(desk, student)
