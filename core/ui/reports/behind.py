"""The records behind a cell of a report: a table whose rows lead to their cards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from core import reports
from core.desk import Desk
from core.errors import OfficeError
from core.finding import SOURCES
from core.i18n import date_short, number
from core.reports import Behind, Made
from core.reports.made import Value
from core.ui.messages import sentence
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import table_height
from schemas.report import ReportBody


def rows_behind(desk: Desk, body: ReportBody, made: Made, row: int, column: int, key: str) -> None:
    """Draw them under the table; why not, where the cell may not be opened."""
    with st.container(border=True, key=f"behind-{key}"):
        try:
            with st.spinner(T("report_builder.reading")):
                found = reports.behind(desk, body, made, row, column)
        except OfficeError as e:
            st.info(safe(sentence(e)), icon=":material/info:")
            return
        many = f"{len(found.rows)}+" if found.more else str(len(found.rows))
        st.markdown(f"**{safe(found.title)}** · {T('report_builder.behind', n=many)}")
        if not found.rows:
            st.caption(T("report_builder.behind_none"))
            return
        _table(found, key)
        if found.more:
            st.caption(T("report_builder.behind_more", n=number(len(found.rows), lang())))


def _table(found: Behind, key: str) -> None:
    source = next((s for s in SOURCES if s.model.collection == found.collection), None)
    page = source.page if source and source.page in st.session_state.get("_pages", ()) else ""
    frame = {h: [_said(r[n]) for r in found.rows] for n, h in enumerate(found.headings)}
    drawn: Any = table_drawn(frame, hide_index=True, width="stretch", height=table_height(len(found.rows)),
                         key=f"behind:{key}:{hash(found.ids)}", on_select="rerun" if page else "ignore",
                         selection_mode="single-cell")  # fmt: skip
    if page and source and (cells := drawn.selection.cells) and cells[0][0] < len(found.ids):
        st.switch_page(f"pages/{page}.py", query_params=source.way(found.ids[cells[0][0]]))


def _said(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return date_short(value)
    return number(value, lang()) if isinstance(value, int | Decimal) else value


__all__ = ["rows_behind"]
