"""The exams of one group, examiner, room, student or section, and their print."""

from __future__ import annotations

import streamlit as st

from core import exams
from core.desk import Desk
from core.exams.paper import pdf
from core.ui.exams.parts import opened_from
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.timetable.week import asked_of
from schemas.exam import Exam
from schemas.term import Term


def of_one(desk: Desk, term: Term) -> None:
    """The whole tab."""
    picked = asked_of(desk, term, "exams", exams.examiners)
    if picked is None:
        return
    of, id, name = picked
    found: list[Exam] = []
    with shown_errors():
        found = exams.of_whom(desk, term, of, id)
    if not found:
        empty("exams.none_of")
        return
    spoken = lang()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{safe(name)}** · {safe(T('exams.so_many', n=len(found)))}")
        st.download_button(
            T("exams.pdf"), lambda: pdf(desk, term, of, id, name, spoken), f"{T('exams.title')} {name}.pdf",
            "application/pdf", icon=":material/print:", on_click="ignore", key=f"pdf:exams:{of}:{id}",
        )  # fmt: skip
    opened_from(desk, found, "exams_of")
