"""The two annexed sheets: the change sheet with its rows, the acknowledgement sheet, both to be printed."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.norm_documents import sheets
from core.ui.files import given
from core.ui.page import T, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.norm_document import NormDocument


def screen(desk: Desk, doc: NormDocument) -> None:
    """Annex 1 as it stands, and the way to print both."""
    spoken, there = lang(), desk.store.one("office", {}, {"_id": 1}) is not None
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(T("norms.sheet_change"), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            if there:
                given(T("norms_ui.print_change"), "change-sheet.pdf",
                      lambda: sheets.change_sheet(desk, doc.id, spoken), f"norm.change:{doc.id}",
                      icon=":material/print:")  # fmt: skip
            if there and doc.current is not None:
                of = doc.current.id
                given(T("norms_ui.print_ack"), "acknowledgement-sheet.pdf",
                      lambda: sheets.ack_sheet(desk, of, spoken), f"norm.ack:{doc.id}",
                      icon=":material/print:")  # fmt: skip
    rows = sheets.changes(desk, doc.id)
    if not rows:
        st.caption(T("norms_ui.no_changes_yet"))
        return
    heads = [T(f"norms.sheet_{c}") for c in ("number", "day", "changes", "sign")]
    plain_table(
        heads, [[r.number, shown(r.day), r.text, r.signed.name if r.signed else "—"] for r in rows],
        widths=(140, 120, 600), tall=True,
    )  # fmt: skip
