"""Grade sheets: those open and closed, and a new one for a section (clauses 24-b, 25-b)."""

from __future__ import annotations

import streamlit as st

from core import sections, sheets
from core.fields import described
from core.sheets import forms
from core.ui import sheet as screen
from core.ui.page import T, empty, enter, go, lang, title
from core.ui.sheet import opening
from core.ui.tables import pager, picked, plain_views
from schemas.grade_sheet import GradeSheet
from schemas.words import SheetStatus

desk = enter("grade_sheet.read", "status", "student", "alone")
title("sheets.title", "sheets.title_hint")
go("pages/sheet_paper.py", "sheets.paper_title", "qr_code_scanner")

with st.container(horizontal=True, vertical_alignment="bottom"):
    text = st.text_input(T("sheets.find_number"), key="v:sheets.text", width=150)
    statuses = [None, *SheetStatus]
    asked_for = st.query_params.get("status")
    status = st.selectbox(
        T("sheets.status"), statuses, key="v:sheets.status", width=170,
        index=next((i for i, s in enumerate(statuses) if s and s.value == asked_for), 0),
        format_func=lambda s: T("common.all") if s is None else s.label(lang()),
    )  # fmt: skip
    terms = sections.terms(desk)
    term = st.selectbox(
        T("sheets.term"), [None, *terms], key="v:sheets.term", width=240,
        format_func=lambda r: T("common.all") if r is None else r.label.get(lang()),
    )  # fmt: skip

    kinds = {k.code: k.name.get(lang()) for k in forms.kinds()}
    kind = st.selectbox(
        T("sheets.kind"), [None, *kinds], key="v:sheets.kind", width=290,
        format_func=lambda c: T("common.all") if c is None else kinds.get(c, c),
    )  # fmt: skip
    alone = desk.may("correction.read") and st.toggle(
        T("sheets.only_alone"), st.query_params.get("alone") == "1", key="v:sheets.alone"
    )  # fmt: skip

    plain_views(
        desk, "grade_sheets", [f"v:sheets.{x}" for x in ("text", "status", "term", "kind", "alone")],
        {"v:sheets.status": {s.value: s for s in SheetStatus}, "v:sheets.term": {r.id: r for r in terms}},
    )  # fmt: skip

page = pager("sheets", (text, status, term, kind, alone))
rows = sheets.listed(
    desk, status.value if status else None, term.id if term else None, text, page, kind=kind, alone=alone
)  # fmt: skip
if rows:
    paths = ("number", "kind_name", "status", "day", "due", "discipline", "section", "term", "department")
    widths = {"number": 112, "kind_name": 150, "section": 140}
    chosen = picked("sheets.list", [(p, described(GradeSheet, p)) for p in paths], rows, page, widths=widths)
    if chosen:
        st.switch_page("pages/grade_sheet.py", query_params={"sheet": chosen})
else:
    empty("sheets.none", "sheets.none_hint")

screen.printing_panel(desk, term.id if term else None, kind, status.value if status else None)
if desk.may("grade_sheet.open"):
    go("pages/sheet_period.py", "sheets.go_period", "playlist_add_check")
    asked_who = st.query_params.get("student", "")
    ways = {w: T(f"sheets.open_{w}") for w in ("one", "single", "group")}
    with st.expander(T("sheets.open_new"), icon=":material/add:", expanded=not rows or bool(asked_who)):
        way = st.segmented_control(
            T("sheets.open_new"), list(ways), default="single" if asked_who else "one", required=True,
            key="v:sheets.way", format_func=ways.__getitem__, label_visibility="collapsed",
        )  # fmt: skip
        if way == "one":
            opening.one(desk, term.id if term else None)
        elif way == "group":
            screen.summary.choose(desk, term.id if term else None)
        else:
            opening.single(desk, asked_who)
