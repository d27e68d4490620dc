"""Printers of a layout: the test page on plain paper, how far each is off, counted from what was measured on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st

from core import looks
from core.desk import Desk
from core.diplomas import drafts, laying
from core.diplomas.drafts import Draft, Reading
from core.errors import Problem
from core.fields import described
from core.pdf.diploma_marks import CROSS
from core.ui.diplomas.layout.held import changed, show
from core.ui.diplomas.layout.whole import wrong
from core.ui.files import given
from core.ui.page import T, lang
from schemas.base import Id, Lang
from schemas.kinds import DiplomaLayout
from schemas.kinds.diplomas import Printer

KEY = "v:diploma_layout:printer"
Whose = tuple[Id, str, Id] | None  # id, label and student of the diploma whose words are tried
PATHS = ("code", "name", "right", "down")


def printers(
    desk: Desk, draft: Draft, reading: Reading, words: Mapping[str, str], of: Whose, editable: bool
) -> None:  # fmt: skip
    """The tab; of: whose words are tried, None: a sample's."""
    for n, row in enumerate(draft.printers):
        _row(draft, n, row, reading.problems, editable)
    if editable:
        st.button(T("diploma_layout.add_printer"), key="diploma_layout.add_printer", icon=":material/add:",
                  on_click=drafts.added, args=(draft, "printers"))  # fmt: skip
    st.divider()
    _trial(desk, reading, words, of)
    with st.container(border=True):
        st.markdown(f"**{T('diploma_layout.measure.title')}**")
        st.markdown("\n".join(f"{n}. {T(f'diploma_layout.measure.step{n}')}" for n in range(1, 5)))
        if editable and draft.printers:
            _measure(draft)


def _row(draft: Draft, n: int, row: dict[str, Any], problems: Sequence[Problem], editable: bool) -> None:
    *places, last = st.columns([2, 4, 2, 2, 1], vertical_alignment="bottom")
    for place, path in zip(places, PATHS, strict=True):
        key = f"{KEY}:{row['id']}:{path}"
        place.text_input(
            described(Printer, path).label(lang()), key=show(key, row[path]), disabled=not editable,
            on_change=changed, args=(draft, path, key, "printers", row["id"]),
            label_visibility="visible" if n == 0 else "collapsed",
        )  # fmt: skip
    if editable:
        last.button("", key=f"diploma_layout.no_printer:{row['id']}", icon=":material/delete:", type="tertiary",
                    help=T("diploma_layout.remove"),
                    on_click=drafts.removed, args=(draft, {row["id"]}, "printers"))  # fmt: skip
    wrong(problems, f"printers.{n}")


def _trial(desk: Desk, reading: Reading, words: Mapping[str, str], of: Whose) -> None:
    names = {"": T("diploma_layout.no_printer")} | {p.code: p.name for p in reading.layout.printers}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(  # a list sends the word it shows: with another name it is another widget
            T("diplomas_page.printer"), list(names), key=f"{KEY}:trial:{'|'.join(names.values())}", width=260,
            format_func=lambda c: names.get(c, str(c)),
        )  # fmt: skip
        given(
            T("diploma_layout.trial"), "test-page.pdf",
            partial(_made, desk, reading.layout, words, code or "", of, lang()), "diploma_layout.trial",
            icon=":material/print:",
        )  # fmt: skip


def _made(
    desk: Desk, layout: DiplomaLayout, words: Mapping[str, str], printer: str, of: Whose, spoken: Lang
) -> bytes:  # fmt: skip
    made = laying.trial(layout, words, desk.today(), printer, spoken)
    if of:
        looks.note(desk, "diploma_layout", "diplomas", of[0], of[1], "print", student=of[2])
    return made


def _measure(draft: Draft) -> None:
    """Where the cross was found on the paper: the offset is counted, nobody has to think of signs."""
    names = {p["id"]: str(p["name"] or p["code"]) for p in draft.printers}
    key = f"{KEY}:of:{'|'.join(names.values())}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(T("diplomas_page.printer"), list(names), key=key, width=220,
                     format_func=lambda i: names.get(i, str(i)))  # fmt: skip
        for path in ("left", "top"):
            st.text_input(T(f"diploma_layout.measure.{path}"), key=f"{KEY}:{path}", placeholder="20", width=180)
        st.button(T("diploma_layout.measure.reckon"), key="diploma_layout.reckon", icon=":material/straighten:",
                  on_click=_reckon, args=(draft, key))  # fmt: skip
    if told := st.session_state.get(f"{KEY}:wrong"):
        st.markdown(f":red[:material/error: {T(told)}]")


def _reckon(draft: Draft, of: str) -> None:
    row = next((p for p in draft.printers if p["id"] == st.session_state[of]), None)
    left, top = (drafts.number(st.session_state[f"{KEY}:{p}"]) for p in ("left", "top"))
    st.session_state[f"{KEY}:wrong"] = ""
    if row is None or left is None or top is None:
        st.session_state[f"{KEY}:wrong"] = "errors.field.decimal_parsing"
    elif found := drafts.measured(row, left, top, Decimal(str(CROSS))):
        drafts.remember(draft)
        row["right"], row["down"] = found
        for path in ("left", "top"):
            st.session_state[f"{KEY}:{path}"] = ""


__all__ = ["printers"]
