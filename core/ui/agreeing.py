"""Do the totals agree? A list of totals of the earlier system beside what stands here."""

from __future__ import annotations

import streamlit as st

from core import imports
from core.desk import Desk
from core.i18n import t
from core.imports import totals
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300  # lines drawn, those that do not agree first; the file has them all


def screen(desk: Desk) -> None:
    """The file, then each of its lines with our figures beside theirs."""
    with st.expander(T("imports.totals.title"), icon=":material/balance:"):
        st.caption(T("imports.totals.hint"))
        file = st.file_uploader(
            T("imports.totals.choose"), type=["csv", "tsv", "txt", "xlsx", "xls"], key="totals.file"
        )
        if file is None:
            return
        with shown_errors():
            _told(desk, file.name, totals.compared(desk, imports.read(file.name, file.getvalue())))


def _told(desk: Desk, name: str, of: totals.Totals) -> None:
    wrong = sum(not line.agrees for line in of.lines)
    if of.agree:
        st.success(T("imports.totals.all", n=len(of.lines)), icon=":material/check_circle:")
    elif wrong:
        st.warning(T("imports.totals.some", n=wrong, of=len(of.lines)), icon=":material/difference:")
    if of.unused:
        st.info(safe(T("imports.unused", columns=", ".join(of.unused))), icon=":material/visibility_off:")
    for p in of.problems[:SHOWN]:
        st.error(safe(f"{T('imports.row')} {p.row}: {t(p.key, lang(), **p.values)}"))
    heads = totals.headings(of, lang())
    table = [["" if c is None else shown(c) for c in row] for row in totals.rows(of, lang())[:SHOWN]]
    plain_table(heads, table, right=range(2 + len(of.cuts), len(heads)))
    st.download_button(
        T("imports.totals.download"), lambda: totals.xlsx(desk, of, name), "totals.xlsx", XLSX,
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


__all__ = ["screen"]
