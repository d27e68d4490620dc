"""The registration book of a kind of paper and a year: on the screen, as a table, to print and bind."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.papers import book, reading
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.tables import plain_table
from core.ui.tables.export import XLSX

SHOWN = 200


def books(desk: Desk, first: str) -> None:
    """Choose a kind and a year; the lines, the files."""
    spoken = lang()
    kinds = {k.code: k.name.get(spoken) for k in reading.kinds()}
    if not kinds:
        st.info(T("papers.no_kinds"))
        return
    codes = list(kinds)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            T("certificates.kind"), codes, codes.index(first) if first in kinds else 0,
            format_func=lambda c: kinds.get(c, c), key="v:certificates.book", width=420,
        )  # fmt: skip
        years = book.years(desk, code)
        year = st.selectbox(T("certificates.year"), years, key=f"v:certificates.book_year:{code}", width=120)
        lines = book.lines(desk, code, year, spoken)
        if lines:
            name = f"{code}-{year}"
            given(T("certificates.book_pdf"), f"{name}.pdf", lambda: book.pdf(desk, code, year, spoken),
                  f"book:{name}:pdf", icon=":material/print:")  # fmt: skip
            given(T("certificates.book_xlsx"), f"{name}.xlsx", lambda: book.xlsx(desk, code, year, spoken),
                  f"book:{name}:xlsx", XLSX, icon=":material/table_view:")  # fmt: skip
    if not lines:
        empty("certificates.book_empty")
        return
    plain_table([T(f"papers.book_head.{h}") for h in book.HEADS], lines[-SHOWN:])


__all__ = ["books"]
