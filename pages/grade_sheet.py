"""One grade sheet: fill it by keyboard, sign, close, print, propose a correction (clause 25)."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import rulebooks
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
summed = sheet.form.summary
opened(desk, "grade_sheet", "grade_sheets", id, sheet.number)

title("sheets.sheet_title", number=sheet.number)
with st.container(horizontal=True, vertical_alignment="center"):
    badge(sheet.status)
    place = safe(sheet.section.label.kk if sheet.section else sheet.group)
    told = (f"**{safe(sheet.discipline.label.get(lang()))}**", safe(sheet.kind_name.get(lang())), place)
    st.markdown(" · ".join(x for x in told if x))
widths = (1.25, 0.9, 0.85, *(() if summed else (0.55, 2.4)), *[1] * (bool(sheet.of) + bool(sheet.checksum)))
facts([
    (T("sheets.term"), sheet.term.label.get(lang())),
    (T("sheets.summary_day" if summed else "sheets.day"), shown(sheet.day)), (T("sheets.due"), shown(sheet.due)),
    *([] if summed else [
        (T("sheets.credits"), shown(sheet.credits)),
        (T("sheets.examiners"), ", ".join(e.label.get(lang()) for e in sheet.examiners)),
    ]),
    *([(T("sheets.of_summary" if summed else "sheets.of_sheet"), sheet.of.label.kk)] if sheet.of else []),
    *([(T("sheets.checksum"), sheet.checksum)] if sheet.checksum else []),
], columns=widths)  # fmt: skip
screen.interests(desk, sheet)


@st.fragment
def filling() -> None:
    """Only this part runs again at each typed cell."""
    now = desk.get(GradeSheet, id, "grade_sheet.read")
    screen.window_line(desk, now)
    screen.present(desk, now)
    cells, lines, refused = screen.draw(desk, now)
    screen.drawn(desk, now, cells)
    if not summed:
        screen.sum_line(now, lines, rules)
    screen.remarks(desk, now, lines, refused)
    screen.choose_drafts(desk, now, cells)


screen.before_drawing(id)
filling()
screen.steps(desk, id)

if summed:
    screen.summary.sums(desk, sheet)
    screen.summary.beside_record(desk, sheet)
else:
    if sheet.status is SheetStatus.open:
        screen.files(desk, sheet)
    screen.explain(sheet, screen.lines_now(desk, sheet), rules)
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
if sheet.status is SheetStatus.closed and not summed:
    st.subheader(T("sheets.corrections"), anchor=False)
    screen.correction_list(sheet)
    if desk.may("correction.propose"):
        with st.expander(T("sheets.propose"), icon=":material/edit_document:"):
            screen.proposal(desk, sheet)
