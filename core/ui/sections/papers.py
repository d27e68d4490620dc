"""Files of lists: a PDF with room to sign and a spreadsheet, of one section, a department or a whole term."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import sections
from core.db.store import Row
from core.desk import Desk
from core.grouping import paper
from core.ui.page import T, lang
from core.ui.tables.export import XLSX
from schemas.base import Id
from schemas.section import Section
from schemas.words import LessonKind


def files(desk: Desk, where: Row, name: str) -> None:
    """The two buttons; the file is made when one is pressed. Nothing where nobody is listed."""
    if not desk.store.one("sections", desk.where(Section, "section.read", where), {"_id": 1}):
        st.caption(T("sections.nothing_to_print"))
        return
    spoken = lang()
    kinds: tuple[tuple[str, Callable[[], bytes], str, str], ...] = (
        ("pdf", lambda: paper.pdf(desk, where, spoken, name), "application/pdf", "picture_as_pdf"),
        ("xlsx", lambda: paper.xlsx(desk, where, spoken, name), XLSX, "table_view"),
    )
    with st.container(horizontal=True):
        for kind, made, mime, icon in kinds:
            st.download_button(
                T(f"sections.file_{kind}"), made, f"{name}.{kind}", mime, key=f"{kind}:{name}",
                icon=f":material/{icon}:", on_click="ignore",
            )  # fmt: skip


def of_term(desk: Desk, term: Id, code: str) -> None:
    """Lists of a whole term: which kinds of class, which department."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = st.multiselect(
            T("sections.col_kind"), list(LessonKind), format_func=lambda k: LessonKind(k).label(lang()),
            placeholder=T("tables.any"), key="v:sections.print_kinds", width=420,
        )  # fmt: skip
        departments = sections.departments(desk, term)
        department = st.selectbox(
            T("sections.col_department"), [None, *departments], key="v:sections.print_department", width=360,
            format_func=lambda r: T("common.all") if r is None else r.label.get(lang()),
        )  # fmt: skip
    where = paper.wanted(desk, term, kinds, department.id if department else None)
    files(desk, where, f"{code}-{desk.today().isoformat()}")
