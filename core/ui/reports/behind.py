"""The records behind a cell of a report: a table whose rows lead to their cards."""

from __future__ import annotations

from collections.abc import Callable
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
from schemas.base import Id
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
    opens = card_of(found.collection)
    frame = {h: [_said(r[n]) for r in found.rows] for n, h in enumerate(found.headings)}
    drawn: Any = table_drawn(frame, hide_index=True, width="stretch", height=table_height(len(found.rows)),
                         key=f"behind:{key}:{hash(found.ids)}", on_select="rerun" if opens else "ignore",
                         selection_mode="single-cell")  # fmt: skip
    if opens and (cells := drawn.selection.cells) and cells[0][0] < len(found.ids):
        opens(found.ids[cells[0][0]])


def card_of(collection: str) -> Callable[[Id], None] | None:
    """What leads to a record of a collection; None where this user has no page for it."""
    source = next((s for s in SOURCES if s.model.collection == collection), None)
    if source is None or source.page not in st.session_state.get("_pages", ()):
        return None
    way, page = source.way, f"pages/{source.page}.py"
    return lambda id: st.switch_page(page, query_params=way(id))


def _said(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return date_short(value)
    return number(value, lang()) if isinstance(value, int | Decimal) else value


__all__ = ["card_of", "rows_behind"]
