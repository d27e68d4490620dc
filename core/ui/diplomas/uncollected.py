"""Diplomas of every year that are printed and were not handed over, those that wait too long first of all."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.diplomas import book, reading
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import metrics, shown
from core.ui.tables import headed, picked
from core.ui.tables.export import XLSX
from schemas.base import Id

HEADS = ("number", "name", "group", "year", "dated", "waits", "blanks")


def screen(desk: Desk) -> Id | None:
    """The view; the id of the diploma that was clicked."""
    every = reading.uncollected(desk, 0)
    if not every:
        empty("diplomas_page.all_collected", "diplomas_page.all_collected_hint")
        return None
    late = {d.id for d in reading.uncollected(desk)}
    metrics([(T("diplomas_page.uncollected.late"), len(late), T("diplomas_page.uncollected_hint")),
             (T("diplomas_page.uncollected.all"), len(every), None)])  # fmt: skip
    names = {w: T(f"diplomas_page.uncollected.{w}") for w in ("late", "all")}
    which = st.segmented_control(T("diplomas_page.view.uncollected"), list(names), default="late" if late else "all",
                                 required=True, key="v:diplomas_page.uncollected", label_visibility="collapsed",
                                 format_func=lambda w: names.get(w, str(w)))  # fmt: skip
    found = [d for d in every if which == "all" or d.id in late]
    if not found:
        st.success(T("diplomas_page.none_such"), icon=":material/task_alt:")
        return None
    spoken = lang()
    with st.container(horizontal=True):
        given(T("diplomas_page.uncollected_list"), "uncollected.pdf", lambda: book.uncollected_pdf(desk, found, spoken),
              "diplomas.uncollected.pdf", icon=":material/print:")  # fmt: skip
        given("XLSX", "uncollected.xlsx", lambda: book.uncollected_xlsx(desk, found, spoken),
              "diplomas.uncollected.xlsx", XLSX, icon=":material/table_view:")  # fmt: skip
    rows = [
        {"_id": d.id, "number": d.number, "name": d.name.get(spoken), "group": d.group, "year": str(d.year),
         "dated": shown(d.dated), "waits": reading.waiting(d, desk.today()),
         "blanks": ", ".join(s.number for s in d.sheets if s.number)}
        for d in found
    ]  # fmt: skip
    columns = [headed(h, f"diplomas_page.head.{h}", "int" if h == "waits" else "text") for h in HEADS]
    st.caption(T("diplomas_page.click"))
    return picked("diplomas.uncollected", columns, rows, size=len(rows) + 1, widths={"name": 240, "blanks": 420})


__all__ = ["screen"]
