"""Extracts on the screen: the list by what is not printed yet, one of them, those of a student's card."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import references
from core.db.store import Row
from core.desk import Desk, Why
from core.fields import described
from core.orders import extracts, paper
from core.ui.files import given
from core.ui.orders import printing
from core.ui.page import T, empty, go, lang
from core.ui.style import safe, shown
from core.ui.tables import pager, picked, plain_views
from schemas.base import Id, Text
from schemas.extract import Extract
from schemas.student import Student

COLUMNS = ("number", "kind_name", "student", "group", "day", "lang", "printed_on")
WIDTHS = {"number": 110, "kind_name": 175, "student": 230, "group": 85, "day": 92, "lang": 90, "printed_on": 130}


def screen(desk: Desk) -> None:
    """The list and what is printed of it."""
    states: dict[str, bool | None] = {"waiting": False, "printed": True, "all": None}
    words = {s: T(f"extracts.{s}") for s in states}
    state = st.segmented_control(
        T("extracts.state"), list(states), default="waiting", required=True, key="v:extracts.state",
        label_visibility="collapsed", format_func=lambda s: words.get(s, str(s)),
    )  # fmt: skip
    order = st.query_params.get("order", "")
    faculties = references.labels(desk, "departments", {"kind": "faculty"})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        faculty = st.selectbox(
            described(Extract, "faculty").label(lang()), ["", *faculties], key="v:extracts.faculty", width=320,
            format_func=lambda f: faculties[f].get(lang()) if f in faculties else T("common.all"),
        )  # fmt: skip
        group = st.text_input(described(Extract, "group").label(lang()), key="v:extracts.group", width=160)
        plain_views(desk, "extracts", [f"v:extracts.{x}" for x in ("state", "faculty", "group")])
        if order and st.button(T("extracts.every_order"), icon=":material/filter_alt_off:", type="tertiary"):
            del st.query_params["order"]
            st.rerun()
    where = extracts.chosen(order, faculty or "", group.strip(), states[state or "waiting"])
    page = pager("extracts", str(where))
    rows = extracts.listed(desk, where, page)
    if rows or page:
        _table(desk, rows, page)
    else:
        empty("extracts.none", "extracts.none_hint")
    # What was just printed has left the list: its file is still to be taken.
    if desk.may(extracts.PRINT) and (rows or printing.told_of(desk, paper.JOB_EXTRACTS)):
        with st.expander(T("extracts.print_all"), icon=":material/print:", expanded=state == "waiting"):
            printing.extracts_(desk, where)


def _table(desk: Desk, rows: list[Row], page: int) -> None:
    chosen = picked("extracts.list", [(p, described(Extract, p)) for p in COLUMNS], rows, page, widths=WIDTHS)
    if row := next((r for r in rows if r["_id"] == chosen), None):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(_called(row))}**")
            _take(desk, row, "list")
            go("pages/order.py", "orders_ui.open", "open_in_new", f"of:{row['_id']}", id=row["order"]["id"])


def of_card(desk: Desk, student: Student) -> None:
    """The extracts filed on a student's card."""
    rows = extracts.of_student(desk, student.id)
    if not rows:
        return
    st.subheader(T("extracts.title"), anchor=False)
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{safe(_called(row))}**")
                printed = shown(row["printed_on"]) if row.get("printed_on") else T("extracts.not_printed")
                gone = f" · :red[{T('extracts.no_force')}]" if row.get("cancelled_by") else ""
                st.caption(f"{safe(shown(row['day']))} · {safe(printed)}{gone}")
            _take(desk, row, "card")


def _called(row: Row) -> str:
    return f"№ {row['number']} · {Text.model_validate(row['kind_name']).get(lang())}"


def _take(desk: Desk, row: Row, where: str) -> None:
    """The button that prints one: the first time the extract, then its copies."""
    if not desk.may(extracts.PRINT):
        return
    words = T("extracts.print_copy" if row.get("printed_on") else "extracts.print_one")
    name = f"{row['number']}.pdf".replace("/", "-")
    given(words, name, partial(_printed, desk, row["_id"]), f"extract:{where}:{row['_id']}:{row['revision']}",
          icon=":material/print:")  # fmt: skip


def _printed(desk: Desk, id: Id) -> bytes:
    return extracts.print_one(desk, id, Why())[1]


__all__ = ["of_card", "screen"]
