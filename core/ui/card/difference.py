"""The academic difference on a student's card: what is to be cleared and until when, and the way to a comparison."""

from __future__ import annotations

import streamlit as st

from core import differences
from core.desk import Desk
from core.differences.papers import left_word
from core.ui.page import T, go, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.difference import Difference
from schemas.student import Student


def difference(desk: Desk, student: Student) -> None:
    """Draw the section; nothing for who may not see it, nor where there is nothing to see or do."""
    if not desk.may("difference.read"):
        return
    found = differences.of_student(desk, student.id)
    if not found and not desk.may("difference.edit"):
        return
    st.subheader(Difference.title.get(lang()), anchor=False)
    for doc in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            year = doc.course or doc.proposed_course
            name = safe(doc.curriculum.label.get(lang()))
            said = f"**{safe(doc.number)}** · {name} · {safe(T('difference.year'))}: {year or '—'}"
            st.markdown(said, width="content")
            badge(doc.ground, "violet")
            badge(doc.status)
            go("pages/difference.py", "difference.open", key=f"difference:{doc.id}", id=doc.id)
    lines = differences.of_card(desk, student.id)
    if lines:
        rows = [
            [x.code, x.discipline.label.get(lang()), shown(x.credits), x.term.label.get(lang()) if x.term else "—",
             left_word(x, lang())]
            for x in lines
        ]  # fmt: skip
        heads = ("code", "discipline", "credits", "deadline", "left")
        plain_table([T(f"difference.{h}") for h in heads], rows, right=(2,), widths=(90, 340))
    if desk.may("difference.edit"):
        go("pages/difference.py", "difference.new", "add", key=f"difference:new:{student.id}", id="new",
           student=student.number)  # fmt: skip


__all__ = ["difference"]
