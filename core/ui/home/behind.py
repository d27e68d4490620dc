"""The rows behind a number, chosen by indicator and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import streamlit as st

from core import kpi
from core.db.store import Row
from core.desk import Desk
from core.kpi.rules import RULES
from core.ui.home.board import Board
from core.ui.home.naming import period_name
from core.ui.page import T, lang
from core.ui.style import shown
from schemas.base import Id, Text, Word
from schemas.words import LessonKind, SheetStatus, StudyStatus

MOST = 500
COLUMNS = (
    "number", "code", "name", "discipline", "section", "letter", "final_grade", "on", "programme", "department", "year",
    "status", "term", "since", "teacher", "kind", "students", "due", "closed_at",
)  # fmt: skip
WORDS: Mapping[str, type[Word]] = {"kind": LessonKind}


def draw(desk: Desk, found: Board, department: Id | None) -> None:
    """The rows behind a number that the user chooses; read only when asked."""
    with st.container(border=True):
        if not st.toggle(T("kpi.rows"), key="v:kpi.rows"):
            return
        codes = [i.code for i in found.indicators]
        periods = [r.period for r in reversed(found.indicators[0].readings)]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.selectbox(
                T("kpi.indicator"), codes, format_func=lambda c: T(f"kpi.name.{c}"), key="v:kpi.code", width=320
            )
            period = st.selectbox(
                T("kpi.period"), range(len(periods)), format_func=lambda n: period_name(periods[n]), key="v:kpi.period",
                width=320,
            )  # fmt: skip
            parts = ["counted", *(["rest"] if RULES[code].unit == "percent" else [])]
            part = st.selectbox(
                T("kpi.part"), parts, format_func=lambda p: T(f"kpi.{p}.{code}"), key=f"v:kpi.part.{code}", width=320
            )
        st.caption(T(f"kpi.formula.{code}"))
        rows = kpi.drill(desk, code, periods[period], part, department)  # type: ignore[arg-type]
        if not rows:
            st.markdown(f":material/inbox: {T('kpi.rows_none')}")
            return
        _rows(rows[:MOST], found.names, code)
        if len(rows) > MOST:
            st.caption(T("kpi.rows_more", shown=MOST, all=len(rows)))


def _rows(rows: Sequence[Row], names: Mapping[Id, Text], code: str) -> None:
    """The rows as a table; a click opens the student's card or the sheet, for who may."""
    page, key, name = ("grade_sheet", "sheet", "sheet") if "sheet" in rows[0] else ("student", "student", "id")
    frame = table(rows, names)
    if key not in rows[0] or page not in st.session_state.get("_pages", ()):
        st.dataframe(frame, hide_index=True, width="stretch")
        return
    drawn = st.dataframe(
        frame, hide_index=True, width="stretch", key=f"kpi-rows-{code}", on_select="rerun", selection_mode="single-cell"
    )
    chosen = drawn.selection.cells
    if chosen and chosen[0][0] < len(rows):
        st.switch_page(f"pages/{page}.py", query_params={name: rows[chosen[0][0]][key]})


def table(rows: Sequence[Row], names: Mapping[Id, Text]) -> dict[str, list[str]]:
    """Rows of a drill as a table of words, in one order of columns; ids of units as their names."""
    return {T(f"kpi.column.{p}"): [_word(p, row, names) for row in rows] for p in COLUMNS if p in rows[0]}


def _word(path: str, row: Row, names: Mapping[Id, Text]) -> str:
    value = row.get(path)
    if path in ("department", "programme"):
        return names[str(value)].get(lang()) if value in names else "—"
    if path == "status":
        for words in (StudyStatus, SheetStatus):
            for word in words:
                if word.value == value:
                    return str(word.label(lang()))
    if path in WORDS:
        return next((w.label(lang()) for w in WORDS[path] if w.value == value), "—")
    if isinstance(value, dict):
        return Text.model_validate(value).get(lang())
    if path in ("due", "on", "since") and value:
        return shown(date.fromisoformat(str(value)))
    if isinstance(value, int | Decimal | datetime):
        return shown(value)
    return str(value or "—")
