"""One grade sheet: fill it by keyboard, sign, close, print, propose a correction (clause 25)."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import rulebooks, sheets
from core.sheets.plan import midterms_held
from core.ui import sheet as screen
from core.ui.files import given
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, go, lang, title
from core.ui.style import badge, facts, safe, shown
from schemas.grade_sheet import GradeSheet
from schemas.words import SheetStatus

desk = enter("grade_sheet.read", "sheet")
id = st.query_params.get("sheet", "")
if not id:
    empty("sheets.choose_first", None, "pages/grade_sheets.py", "sheets.title")
    st.stop()
go("pages/grade_sheets.py", "sheets.title", "arrow_back")
sheet = None
with shown_errors():
    sheet = desk.get(GradeSheet, id, "grade_sheet.read")
if sheet is None:
    st.stop()
rules = rulebooks.get(desk.store, sheet.rules)
opened(desk, "grade_sheet", "grade_sheets", id, sheet.number)

title("sheets.sheet_title", number=sheet.number)
with st.container(horizontal=True, vertical_alignment="center"):
    badge(sheet.status)
    place = safe(sheet.section.label.kk) if sheet.section else ""
    told = (f"**{safe(sheet.discipline.label.get(lang()))}**", safe(sheet.kind_name.get(lang())), place)
    st.markdown(" · ".join(x for x in told if x))
facts([
    (T("sheets.term"), sheet.term.label.get(lang())), (T("sheets.day"), shown(sheet.day)),
    (T("sheets.due"), shown(sheet.due)), (T("sheets.credits"), shown(sheet.credits)),
    (T("sheets.examiners"), ", ".join(e.label.get(lang()) for e in sheet.examiners)),
    *([(T("sheets.of_sheet"), sheet.of.label.kk)] if sheet.of else []),
    *([(T("sheets.checksum"), sheet.checksum)] if sheet.checksum else []),
], columns=6 if sheet.checksum or sheet.of else 5)  # fmt: skip


@st.fragment
def filling() -> None:
    """Only this part runs again at each typed cell."""
    now = desk.get(GradeSheet, id, "grade_sheet.read")
    seen = st.session_state.get(f"seen:{id}")  # what the last drawing showed: closing stands on that
    screen.window_line(desk, now)
    cells, lines, refused = screen.draw(desk, now)
    st.session_state[f"seen:{id}"] = (now.revision, sheets.seen_mark(cells, desk.actor.id))
    screen.present(desk, now)
    screen.sum_line(now, lines, rules)
    screen.remarks(desk, now, lines, refused)
    screen.choose_drafts(desk, now, cells)
    screen.advance(desk, now, seen or (0, ""))


filling()

if sheet.status is SheetStatus.open:
    screen.files(desk, sheet)
with st.expander(T("sheets.explain"), icon=":material/calculate:"):
    names = {x.student.id: f"{x.number} {x.student.label.get(lang())}" for x in sheet.lines}
    student = st.selectbox(T("sheets.student"), list(names), format_func=names.get, key=f"v:explain:{id}")
    now_lines = {x.student.id: x for x in screen.lines_now(desk, sheet)}
    screen.explain(sheet, now_lines[student], rules, midterms_held(now_lines.values()))
with st.expander(T("sheets.trail"), icon=":material/history:"):
    screen.trail(sheet)

if st.toggle(T("sheets.make_pdf"), key=f"pdf:{id}"):
    with st.container(horizontal=True):
        for word, copy in (("download", False), ("download_copy", True)):
            name = f"sheet-{sheet.number}-{lang()}{'-copy' if copy else ''}.pdf"
            made = partial(screen.printed, desk, sheet, lang(), copy)
            given(T(f"sheets.{word}"), name, made, f"{word}:{id}", icon=":material/print:")
screen.beside(desk, sheet)

screen.resit(desk, sheet)
if sheet.status is SheetStatus.closed:
    st.subheader(T("sheets.corrections"), anchor=False)
    screen.correction_list(sheet)
    if desk.may("correction.propose"):
        with st.expander(T("sheets.propose"), icon=":material/edit_document:"):
            screen.proposal(desk, sheet)
