"""A printed sheet beside the record: its QR is scanned, what differs stands in red (clause 25)."""

from __future__ import annotations

import streamlit as st

from core.errors import OfficeError
from core.sheets import printed
from core.ui import sheet as screen
from core.ui.looks import opened
from core.ui.messages import sentence
from core.ui.page import T, empty, enter, go, lang, title
from core.ui.style import badge, facts, safe, shown

desk = enter("grade_sheet.read", "paper")
go("pages/grade_sheets.py", "sheets.title", "arrow_back")
title("sheets.paper_title", "sheets.paper_hint")
text = st.text_input(
    T("sheets.paper_text"), st.query_params.get("paper", ""), max_chars=printed.LONGEST, key="v:sheet_paper.text",
    help=T("sheets.paper_text_help"),
)  # fmt: skip
if not text.strip():
    empty("sheets.paper_none", "sheets.paper_none_hint")
    st.stop()
try:
    said = printed.read(text)
except OfficeError as e:
    st.error(safe(sentence(e)), icon=":material/qr_code_2:")
    st.stop()
sheet = printed.found(desk, said)
if sheet is None:
    st.info(T("sheets.paper_not_yours"), icon=":material/do_not_disturb_on:")
    st.stop()
opened(desk, "sheet_paper", "grade_sheets", sheet.id, sheet.number)

with st.container(horizontal=True, vertical_alignment="center"):
    badge(sheet.status)
    st.markdown(f"**№ {safe(sheet.number)}** · {safe(sheet.discipline.label.get(lang()))}")
    go("pages/grade_sheet.py", "sheets.paper_go", "edit_note", sheet=sheet.id)
facts([
    (T("sheets.paper_revision"), shown(said.revision)), (T("sheets.paper_revision_now"), shown(sheet.revision)),
    (T("sheets.kind"), sheet.kind_name.get(lang())), (T("sheets.day"), shown(sheet.day)),
], columns=4)  # fmt: skip
screen.paper_beside_record(said, sheet)
