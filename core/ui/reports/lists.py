"""The list of reports, and one of them run."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from core import reports, requests
from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.fields import described
from core.i18n import fold, moment
from core.reports import drafts
from core.ui.page import T, empty, go, lang
from core.ui.report_files import leaving
from core.ui.reports import actions
from core.ui.reports.held import NEW, put
from core.ui.reports.look import whole
from core.ui.reports.table import draw
from core.ui.style import safe
from core.ui.tables import headed, plain_views
from core.ui.tables.simple import pager, picked
from schemas.base import Id
from schemas.report import Report

WHOSE = ("mine", "shared", "office")
SIZE = 50


def every(desk: Desk) -> Id | None:
    """Reports of one of the three lists; the one that was pressed."""
    found = {w: reports.listed(desk, w) for w in WHOSE}
    names = {w: f"{T(f'report_builder.whose_{w}')} ({len(found[w])})" for w in WHOSE}
    first = next((w for w in WHOSE if found[w]), "office")
    asked = st.query_params.get("whose", first)
    st.session_state.setdefault("v:reports.whose", asked if asked in WHOSE else first)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whose = st.segmented_control(T("report_builder.whose"), list(WHOSE), required=True, key="v:reports.whose",
                                     format_func=names.__getitem__, label_visibility="collapsed")  # fmt: skip
        typed = st.text_input(T("report_builder.find"), key="v:reports.find", label_visibility="collapsed",
                              placeholder=T("report_builder.find"), width=320)  # fmt: skip
        plain_views(desk, "reports")
    rows = [r for r in found[whose or first] if fold(typed) in fold(f"{r.name.get(lang())} {r.answered}")]
    if not rows:
        empty("report_builder.none_found" if typed else f"report_builder.none_{whose}", "report_builder.none_hint",
              "pages/report.py", "report_builder.new")  # fmt: skip
        return None
    page = pager("reports", (whose, typed))
    columns = [headed("name", "report_builder.name_head"), headed("source", "report_builder.source_head"),
               headed("owner", "report_builder.owner_head"), headed("shared", "report_builder.shared_head"),
               headed("changed", "report_builder.changed_head")]  # fmt: skip
    shown = [_row(r) for r in rows[page * SIZE : page * SIZE + SIZE + 1]]
    return picked("reports.rows", columns, shown, page, SIZE, {"name": 380})


def _row(of: Report) -> Row:
    return {
        "_id": of.id, "name": of.name.get(lang()), "source": of.body.source.label(lang()),
        "owner": of.owner_name or T("report_builder.office"),
        "shared": ", ".join(r.label(lang()) for r in of.shared) or (T("report_builder.everybody") * (not of.owner)),
        "changed": moment(of.updated.at, lang(), short=True) if of.updated else "",
    }  # fmt: skip


def begin() -> None:
    """A new report, with nothing chosen."""
    put(drafts.begun(None))
    st.switch_page("pages/report.py", query_params={"id": NEW})


def one(desk: Desk, of: Report) -> None:
    """A report run: its table and picture, what may be done with it."""
    with st.container(horizontal=True):
        go("pages/report.py", "report_builder.change", "tune", id=of.id)
        actions.ways(desk, of)
    if of.answered:
        st.caption(f"{described(Report, 'answered').label(lang())}: {of.answered}")
    _letter(desk, of)
    made = whole(desk, of.body, of.name.get(lang()))
    if made is not None:
        draw(made, f"report-{of.id}", of.body.chart, opens=(desk, of.body))
        if made.rows and not made.sample:
            leaving(desk, made, of.body, of.id)


def _letter(desk: Desk, of: Report) -> None:
    """The letter it answered, for who may see that letter."""
    if of.request is None or not desk.may("letter.work"):
        return
    with suppress(OfficeError):
        letter = requests.get(desk, of.request.id)
        words = safe(T("report_builder.letter", letter=letter.label()))
        if st.button(words, key=f"report.letter:{of.id}", icon=":material/mail:", type="tertiary"):
            st.switch_page("pages/request.py", query_params={"id": letter.id})


__all__ = ["begin", "every", "one"]
