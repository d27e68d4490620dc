"""The registration book on the screen: its lines, as a table and to print and bind."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.diplomas import book
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.tables import plain_table
from core.ui.tables.export import XLSX

WIDTHS = (50, 110, 95, 220, 120, 95, 240, 170, 80, 110, 110, 240, 170, 170, 220, 150, 180)


def screen(desk: Desk, at: int) -> None:
    """The view."""
    spoken = lang()
    rows = book.rows(desk, at, spoken)
    if not rows:
        empty("diplomas_page.book_empty", "diplomas_page.none_registered_hint")
        return
    st.caption(T("diplomas_page.book_hint", year=str(at)))
    with st.container(horizontal=True):
        given(T("diplomas_page.book_pdf"), f"book-{at}.pdf", lambda: book.pdf(desk, at, spoken), "diplomas.book.pdf",
              icon=":material/print:")  # fmt: skip
        given("XLSX", f"book-{at}.xlsx", lambda: book.xlsx(desk, at, spoken), "diplomas.book.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip
    plain_table([T(f"diplomas_page.head.{h}") for h in book.HEADS], rows, right=(0,), widths=WIDTHS)


__all__ = ["screen"]
