"""What may be done with a report: copied, repeated for the next year, shared with roles, put on first pages, closed."""

from __future__ import annotations

import streamlit as st

from core import access, reports
from core.desk import Desk
from core.fields import described
from core.reports import drafts
from core.reports.reading import READ
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.reports.held import NEW, put
from schemas.report import Report, ReportShape
from schemas.words import Role

PAGE = "pages/report.py"


def ways(desk: Desk, of: Report) -> None:
    """The row of buttons."""
    if st.button(T("report_builder.copy"), key=f"report.copy:{of.id}", icon=":material/file_copy:", type="tertiary"):
        copy(of)
    if st.button(T("report_builder.again"), key=f"report.again:{of.id}", icon=":material/event_repeat:",
                 type="tertiary", help=T("report_builder.again_help")):  # fmt: skip
        again(desk, of)
    mine = of.owner == desk.actor.id or of.owner == "" and desk.may("report.pin")
    if mine or desk.may("report.pin"):
        with st.popover(T("report_builder.for_whom"), icon=":material/group:", type="tertiary"):
            if mine:
                _roles(desk, of, "shared")
            if desk.may("report.pin") and of.body.shape is ReportShape.table:
                _roles(desk, of, "home")
    if mine:
        why = asked("report_builder.retire", "optional", icon=":material/archive:", name=of.id, act="report.retire",
                    type="tertiary")  # fmt: skip
        if why:
            with shown_errors():
                reports.retire(desk, of.id, of.revision, why)
                st.query_params.clear()
                done("report_builder.retired", name=of.name)


def copy(of: Report) -> None:
    """A new report that begins as this one."""
    put(drafts.of_body(of.body))
    st.switch_page(PAGE, query_params={"id": NEW})


def again(desk: Desk, of: Report) -> None:
    """The same report of the next year, to be looked at and kept."""
    made = drafts.of_body(reports.moved(desk, of.body))
    made.values |= {"answered": of.answered, "name": T("report_builder.again_name", name=of.name)}
    made.again_of = of.ref()
    put(made)
    st.switch_page(PAGE, query_params={"id": NEW})


def _roles(desk: Desk, of: Report, path: str) -> None:
    """Choose roles and keep the choice."""
    offered = [r for r in Role if READ in access.RIGHTS[r]]
    held = [r for r in getattr(of, path) if r in offered]
    key = f"v:report.{path}:{of.id}:{of.revision}"
    st.session_state.setdefault(key, held)
    picked = st.multiselect(described(Report, path).label(lang()), offered, key=key, placeholder=T("common.not_chosen"),
                            format_func=lambda r: r.label(lang()))  # fmt: skip
    act, kept = ("report.share", reports.share) if path == "shared" else ("report.pin", reports.pin)
    why = asked(f"report_builder.keep_{path}", "optional", icon=":material/check:", name=of.id, act=act,
                disabled=set(picked) == set(held))  # fmt: skip
    if why:
        with shown_errors():
            made = kept(desk, of.id, of.revision, picked, why)
            done(f"report_builder.kept_{path}", name=made.name)


__all__ = ["again", "copy", "ways"]
