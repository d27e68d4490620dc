"""A timetable brought in from a table, of classes or of exams: the file, what it would do, what of it is wrong, how far
the work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core import export, imports
from core.desk import Desk
from core.imports.reading import Table
from core.timetable import bringing
from core.timetable.bringing import BAD, CHANGED, NEW, SAME, Plan, Shape
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang, tell
from core.ui.style import metrics, safe
from core.ui.tables import plain_table
from schemas.base import Lang
from schemas.term import Term

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


def bring(desk: Desk, term: Term, shape: Shape[Any], dry: Callable[[Desk, Term, Table], Plan[Any]]) -> None:
    """The whole tab. dry: the dry run of a file."""
    word, kind = shape.word, f"{shape.word}.import"
    news(desk, kind)
    if kit.goes_on(desk, kind):
        return
    st.caption(T(f"{word}.file_hint"))
    spoken = lang()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(T(f"{word}.file"), type=["xlsx", "csv", "txt", "xls"], key=f"{word}.file")
        st.download_button(
            T("timetable.template"), lambda: _template(shape, spoken), f"{word}.xlsx", XLSX,
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    if file is None:
        return
    plan = None
    with shown_errors():
        plan = dry(desk, term, imports.read(file.name, file.getvalue()))
    if plan is None:
        return
    _told(plan)
    if plan.problems:
        return
    if not plan.works:
        st.info(T("timetable.all_same"), icon=":material/check:")
        return
    if why := asked(f"{word}.bring", name=plan.table.hash[:12], type="primary", icon=":material/upload:"):
        with shown_errors():
            kit.begun(kind, bringing.begin(desk, plan, file.getvalue(), why))
            st.rerun()


def _told(plan: Plan[Any]) -> None:
    word = plan.shape.word
    metrics((T(f"{word}.{v}_rows"), plan.count(v), None) for v in (NEW, CHANGED, SAME, BAD))
    for key, values in plan.table.notes:
        st.warning(safe(T(key, **values)), icon=":material/info:")
    heads = [T("imports.row"), T("imports.column"), T("imports.reasons")]
    if plan.problems:
        rows = [[p.row or "", p.field, plainly(p)] for p in plan.problems]
        plain_table(heads, rows[:SHOWN], widths=(70, 160))
        st.download_button(
            T("timetable.problems_file"), lambda: export.xlsx(heads, rows, "1"), f"{word}-problems.xlsx", XLSX,
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    if plan.warnings:
        with st.expander(T(f"{word}.warnings", n=len(plan.warnings)), icon=":material/groups:"):
            plain_table(heads, [[p.row or "", p.field, plainly(p)] for p in plan.warnings[:SHOWN]], widths=(70, 160))


def _template(shape: Shape[Any], spoken: Lang) -> bytes:
    return export.xlsx([shape.heading(c, spoken) for c in shape.columns], [tuple(shape.sample.values())], "1")


def news(desk: Desk, kind: str) -> None:
    """The long work that goes on, or what came of it."""
    ended = kit.news(desk, kind)
    if ended is None:
        return
    with shown_errors():
        kit.refused(ended)
    result = ended["result"]
    if result:
        word = kind.partition(".")[0]
        key = f"{word}.brought" if result["done"] == result["total"] else f"{word}.brought_part"
        tell(key, n=result["done"])
        done(key, n=result["done"])
