"""The people behind a number: a table whose rows lead to the card and to the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core import contingent, export, looks
from core.contingent import Move
from core.contingent.reading import Person, kind_name
from core.desk import Desk
from core.i18n import date_short, t
from core.ui.charts import XLSX
from core.ui.contingent.chooser import Words
from core.ui.files import given
from core.ui.page import T
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn

MOST = 500
SHOWN = ("year", "group", "programme", "status")


def draw(desk: Desk, of: Words, heading: str, rows: Sequence[Move], key: str, moved: bool = False) -> None:
    """The people of a number under their heading; moved: with the day and the order of each move."""
    with st.container(border=True, key=f"behind-{key}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{safe(heading)}** · {len(rows)}")
            st.button(T("contingent.close"), key=f"close:{key}", on_click=_close, icon=":material/close:",
                      type="tertiary")  # fmt: skip
        if not rows:
            st.markdown(f":material/inbox: {T('contingent.nobody')}")
            return
        found = contingent.people(desk, rows)
        if len(found) < len(rows):
            st.caption(T("contingent.gone", n=len(rows) - len(found)))
        _table(of, found[:MOST], key, moved)
        if len(found) > MOST:
            st.caption(T("contingent.more", shown=MOST, all=len(found)))
        if desk.may("student.export"):
            given(T("contingent.people_xlsx"), f"{key}.xlsx", lambda: file(desk, of, heading, found, moved),
                  f"people:{key}", XLSX, icon=":material/table_view:")  # fmt: skip


def _close() -> None:
    for name in ("line", "r", "c"):
        st.query_params.pop(name, None)


def columns(of: Words, moved: bool) -> list[str]:
    """The headings of the table."""
    said = ["number", "name", *(["day", "order", "cause"] if moved else [])]
    return [t(f"contingent.{n}", of.lang) for n in said] + [of.label(n) for n in SHOWN if n in of.cuts]


def cells(of: Words, person: Person, moved: bool) -> list[str]:
    """One row of it."""
    move, unit = person.move, person.move.now or person.move.was or {}
    said = [person.number, person.name]
    if moved:
        said += [date_short(date.fromisoformat(move.day)), move.by.number or "—", kind_name(move.by.kind, of.lang)]
    return said + [of.value(n, unit.get(n)) for n in SHOWN if n in of.cuts]


def _table(of: Words, found: Sequence[Person], key: str, moved: bool) -> None:
    heads, rows = columns(of, moved), [cells(of, p, moved) for p in found]
    frame = {h: [r[n] for r in rows] for n, h in enumerate(heads)}
    pages = st.session_state.get("_pages", ())
    drawn = table_drawn(
        frame, hide_index=True, width="stretch", key=f"behind:{key}", on_select="rerun", selection_mode="single-cell"
    )
    chosen = drawn.selection.cells
    if not chosen or chosen[0][0] >= len(found):
        return
    person, column = found[chosen[0][0]], chosen[0][1]
    if moved and column == T("contingent.order") and person.move.by.order and "order" in pages:
        st.switch_page("pages/order.py", query_params={"id": person.move.by.order})
    elif "student" in pages:
        st.switch_page("pages/student.py", query_params={"id": person.move.student})


def file(desk: Desk, of: Words, heading: str, found: Sequence[Person], moved: bool) -> bytes:
    """The same people for Excel; made on a thread of its own."""
    looks.note(desk, "contingent", "students", "", heading, "download")
    notes = [heading, t("tables.exported_at", of.lang, at=desk.now(), who=desk.actor.name)]
    rows = [cells(of, p, moved) for p in found]
    return export.xlsx(columns(of, moved), rows, t("contingent.title", of.lang), notes)
