"""Grade sheets: those open and closed, and a new one for a section (clauses 24-b, 25-b)."""

from __future__ import annotations

import streamlit as st

from core import sections, sheets
from core.fields import described
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, lang, tell, title
from core.ui.tables import pager, picked
from schemas.base import Ref
from schemas.grade_sheet import GradeSheet
from schemas.words import SheetStatus

desk = enter("grade_sheet.read", "status")
title("sheets.title", "sheets.title_hint")

with st.container(horizontal=True, vertical_alignment="bottom"):
    text = st.text_input(T("sheets.find_number"), key="v:sheets.text", width=220)
    statuses = [None, *SheetStatus]
    asked_for = st.query_params.get("status")
    status = st.selectbox(
        T("sheets.status"), statuses, key="v:sheets.status", width=220,
        index=next((i for i, s in enumerate(statuses) if s and s.value == asked_for), 0),
        format_func=lambda s: T("common.all") if s is None else s.label(lang()),
    )  # fmt: skip
    terms = sections.terms(desk)
    term = st.selectbox(
        T("sheets.term"), [None, *terms], key="v:sheets.term", width=280,
        format_func=lambda r: T("common.all") if r is None else r.label.get(lang()),
    )  # fmt: skip

page = pager("sheets", (text, status, term))
rows = sheets.listed(desk, status.value if status else None, term.id if term else None, text, page)
if rows:
    paths = ("number", "status", "day", "due", "discipline", "section", "term", "department")
    chosen = picked("sheets.list", [(p, described(GradeSheet, p)) for p in paths], rows, page)
    if chosen:
        st.switch_page("pages/grade_sheet.py", query_params={"sheet": chosen})
else:
    empty("sheets.none", "sheets.none_hint")

if desk.may("grade_sheet.open"):
    with st.expander(T("sheets.open_new"), icon=":material/add:", expanded=not rows):
        free = sections.without_sheet(desk, term.id if term else None)
        if not free:
            empty("sheets.no_free_section", "sheets.no_free_section_hint", "pages/sections.py", "sheets.go_sections")
        else:
            section = st.selectbox(
                T("sheets.section"), free, key="v:sheets.section", placeholder=T("common.choose"),
                format_func=lambda s: f"{s['code']} · {Ref.model_validate(s['discipline']).label.get(lang())}",
            )  # fmt: skip
            specs = [described(GradeSheet, p) for p in ("day", "due", "examiners")]
            first = {"day": desk.today().isoformat(), "examiners": [section["teacher"]] if section["teacher"] else []}
            filled = form(desk, specs, f"sheet:{section['_id']}", first, T("sheets.open"))
            if filled:
                with shown_errors(f"sheet:{section['_id']}"):
                    made = sheets.open_from(desk, section["_id"], filled.values, filled.why)
                    tell("sheets.opened", number=made.number)
                    st.switch_page("pages/grade_sheet.py", query_params={"sheet": made.id})
