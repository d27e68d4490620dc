"""An exam timetable brought in from a table: the file, what it would do, what of it is wrong, how far the work is."""

from __future__ import annotations

import streamlit as st

from core import export, imports
from core.desk import Desk
from core.exams import table, work
from core.i18n import t
from core.timetable.table import BAD, CHANGED, NEW, SAME
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang, tell
from core.ui.style import metrics, safe
from core.ui.tables import plain_table
from schemas.base import Lang
from schemas.term import Term

KIND = "exams.import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
SAMPLE = ("FP-26-1", "14.12.2026", "09:00", "120", "101", "Оразбаева С.")


def bring(desk: Desk, term: Term) -> None:
    """The whole tab."""
    news(desk, KIND)
    if kit.goes_on(desk, KIND):
        return
    st.caption(T("exams.file_hint"))
    spoken = lang()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(T("exams.file"), type=["xlsx", "csv", "txt", "xls"], key="exams.file")
        st.download_button(
            T("timetable.template"), lambda: _template(spoken), "exams.xlsx", XLSX, icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
    if file is None:
        return
    plan = None
    with shown_errors():
        plan = table.plan(desk, term, imports.read(file.name, file.getvalue()))
    if plan is None:
        return
    _told(plan)
    if plan.problems:
        return
    if not plan.works:
        st.info(T("timetable.all_same"), icon=":material/check:")
        return
    if why := asked("exams.bring", name=plan.table.hash[:12], type="primary", icon=":material/upload:"):
        with shown_errors():
            kit.begun(KIND, work.bring(desk, plan, file.getvalue(), why))
            st.rerun()


def _told(plan: table.Plan) -> None:
    verdicts = ((NEW, "new"), (CHANGED, "changed"), (SAME, "same"), (BAD, "bad"))
    metrics((T(f"exams.{word}_rows"), plan.count(v), None) for v, word in verdicts)
    for key, values in plan.table.notes:
        st.warning(safe(T(key, **values)), icon=":material/info:")
    heads = [T("imports.row"), T("imports.column"), T("imports.reasons")]
    if plan.problems:
        rows = [[p.row or "", p.field, plainly(p)] for p in plan.problems]
        plain_table(heads, rows[:SHOWN], widths=(70, 160))
        st.download_button(
            T("timetable.problems_file"), lambda: export.xlsx(heads, rows, "1"), "exams-problems.xlsx", XLSX,
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    if plan.warnings:
        with st.expander(T("exams.near_rows", n=len(plan.warnings)), icon=":material/hotel:"):
            plain_table(heads, [[p.row or "", p.field, plainly(p)] for p in plan.warnings[:SHOWN]], widths=(70, 160))


def _template(spoken: Lang) -> bytes:
    return export.xlsx([t(f"exams.column.{c}", spoken) for c in table.COLUMNS], [SAMPLE], "1")


def news(desk: Desk, kind: str) -> None:
    """The long work that goes on, or what came of it."""
    ended = kit.news(desk, kind)
    if ended is None:
        return
    with shown_errors():
        kit.refused(ended)
    result = ended["result"]
    if result:
        key = "exams.brought" if result["done"] == result["total"] else "exams.brought_part"
        tell(key, n=result["done"])
        done(key, n=result["done"])
