"""Cells of a sheet that two people filled differently: both texts on the screen, until one is chosen."""

from __future__ import annotations

import streamlit as st

from core import sheets
from core.desk import Desk
from core.sheets.drafts import Cell
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.sheet.columns import heading
from core.ui.sheet.grid import may_fill
from core.ui.style import safe
from schemas.base import Id
from schemas.grade_sheet import GradeSheet

MANY = 3  # cells typed differently that stand open; more are folded, below one press for all of them


def choose_drafts(desk: Desk, sheet: GradeSheet, cells: dict[tuple[Id, str], Cell]) -> None:
    """Where two people typed different values: both are shown, one is chosen; of many cells one person's at once."""
    differ = {place: cell for place, cell in cells.items() if cell.others}
    if not may_fill(desk, sheet):
        return
    with shown_errors():
        if len(differ) > MANY:
            _choose_all(desk, sheet, differ)
            with st.expander(T("filling.one_by_one"), icon=":material/compare_arrows:"):
                _choose_each(desk, sheet, differ)
        else:
            _choose_each(desk, sheet, differ)


def _typed(cell: Cell) -> dict[Id, tuple[str, str]]:
    """Whoever typed into a cell → his name and text; the text that is shown comes first."""
    return {cell.user: (cell.by, cell.text)} | {user: (name, text) for user, name, _, text in cell.others}


def _choose_all(desk: Desk, sheet: GradeSheet, differ: dict[tuple[Id, str], Cell]) -> None:
    names = {user: name for cell in differ.values() for user, (name, _) in _typed(cell).items()}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":blue[:material/compare_arrows:] {safe(T('filling.differ', n=len(differ)))}", width="content")
        for user, name in names.items():
            his = {place: _typed(cell) for place, cell in differ.items() if user in _typed(cell)}
            if st.button(T("filling.take_all", name=name, n=len(his)), key=f"choose_all:{user}"):
                for place, typed in his.items():
                    sheets.choose(desk, sheet.id, *place, typed[user][1], [text for _, text in typed.values()])
                st.rerun()


def _choose_each(desk: Desk, sheet: GradeSheet, differ: dict[tuple[Id, str], Cell]) -> None:
    names = {x.student.id: x.student.label.get(lang()) for x in sheet.lines}
    for (student, column), cell in differ.items():
        choices = list(_typed(cell).values())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(safe(f"{names[student]} · {heading(sheet, column)}"), width=330)
            for n, (name, text) in enumerate(choices):
                said = text.strip() or T("filling.emptied")
                if st.button(f"{safe(said)} — {safe(name)}", key=f"choose:{student}:{column}:{n}:{text}"):
                    sheets.choose(desk, sheet.id, student, column, text, [c[1] for c in choices])
                    st.rerun()
