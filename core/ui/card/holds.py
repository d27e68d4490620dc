"""Holds on a student's card: words in its head; a tab with active and lifted ones and the clearance sheets."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.desk import Desk
from core.holds import clearance, reading
from core.ui import holds as pieces
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.signing import beside
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id
from schemas.hold import Clearance
from schemas.reference import SignedPaper
from schemas.student import Student
from schemas.words import StudyLanguage


def hold_badges(desk: Desk, student: Student) -> None:
    """A word per active hold, for the head of the card."""
    if not desk.may("hold.read"):
        return
    for hold in reading.of_student(desk, student.id, lifted=False):
        badge(T("holds.badge", kind=hold.kind.label), "orange")


def holds(desk: Desk, student: Student) -> None:
    """Draw the tab."""
    found = reading.of_student(desk, student.id)
    active = [h for h in found if h.active]
    if not active:
        empty("holds.student_none")
    for hold in active:
        with st.container(border=True):
            pieces.one(desk, hold, card=False)
    if desk.may("hold.put") and reading.mine(desk):
        go("pages/holds.py", "holds.put_title", "front_hand", student=student.number)
    if lifted := [h for h in found if not h.active]:
        st.subheader(T("holds.history"), anchor=False)
        for hold in lifted:
            with st.container(border=True):
                pieces.one(desk, hold, card=False)
    if desk.may("clearance.issue"):
        _clearance(desk, student)


def _clearance(desk: Desk, student: Student) -> None:
    st.subheader(T("holds.clearance"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = {x: StudyLanguage(x).label(lang()) for x in LANGS}
        spoken = st.selectbox(
            T("holds.clearance_language"), LANGS, format_func=lambda x: words.get(x, x), width=180,
            key=f"v:clearance:{student.id}",
        )  # fmt: skip
        why = asked("holds.clearance_issue", need="optional", hint="holds.clearance_hint", icon=":material/checklist:")
    if why:
        with shown_errors():
            made = clearance.issue(desk, student.id, spoken, why)
            done("holds.clearance_done", number=made.number)
    for made in clearance.sheets(desk, student.id):
        _sheet(desk, made)


def _sheet(desk: Desk, made: Clearance) -> None:
    said = T("holds.clearance_settled") if made.settled else T("holds.clearance_open")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**№ {safe(made.number)}** · {shown(made.day)} · {said}", width="content")
        wanted = st.toggle(T("holds.clearance_show"), key=f"clearance:{made.id}")
    if wanted:
        with shown_errors():
            name, make = f"clearance-{made.number}.pdf", partial(_taken, desk, made.id)
            given(T("holds.clearance_download", name=name), name, make, f"pdf:{made.id}")
            beside(desk, (SignedPaper.clearance, made.file_hash))
            rows = [[r.kind.label.get(lang()), clearance.said(r, lang())] for r in made.rows]
            plain_table([T("holds.kinds"), T("holds.state")], rows)


def _taken(desk: Desk, id: Id) -> bytes:
    return clearance.file_of(desk, id)[1]


__all__ = ["hold_badges", "holds"]
