"""From the draft to a report that is kept: its name, what it answered, the reason."""

from __future__ import annotations

import streamlit as st

from core import reports
from core.desk import Desk, Why
from core.fields import described
from core.reports import drafts
from core.reports.drafts import Draft, Reading
from core.sources import askable, source_of
from core.ui.forms.why import command
from core.ui.indicators.editor.parts import Place
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.reports.held import drop
from core.ui.style import safe
from schemas.report import Report

FORM = "report_builder"


def saving(desk: Desk, was: Report | None, draft: Draft, now: Reading) -> None:
    """The bar under the heading: the name and the press that keeps it."""
    at = Place(draft, now.problems)
    fields = askable(source_of(draft.values["source"])) if draft.values["source"] else {}
    said = drafts.title(draft, fields, lang())
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        st.text_input(described(Report, "name").label(lang()), placeholder=said or T("report_builder.name"),
                      max_chars=200, **at.how("name"))  # fmt: skip
    with right:
        st.text_input(described(Report, "answered").label(lang()), placeholder=T("report_builder.answered"),
                      max_chars=300, **at.how("answered"))  # fmt: skip
    mine = was is None or was.owner == desk.actor.id or was.owner == "" and desk.may("report.pin")
    with st.container(horizontal=True, vertical_alignment="center"):
        still = now.body is None or not mine or not draft.changed
        why = None
        if st.button(T("report_builder.save"), key="report.save", type="primary", icon=":material/check:",
                     disabled=still):  # fmt: skip
            open_act(FORM)
            why = Why(command=command(FORM))
        if draft.changed:
            st.button(T("kind_editor.drop"), icon=":material/delete_sweep:", type="tertiary", key="report.drop",
                      on_click=drop, args=(draft.id,))  # fmt: skip
            st.markdown(f":orange-badge[{T('kind_editor.unsaved')}]", width="content")
        if not mine and was is not None:
            st.caption(safe(T("report_builder.not_mine", who=was.owner_name or T("report_builder.office"))))
    if was is not None and draft.seen != was.revision:
        st.warning(safe(T("report_builder.stale", version=was.version)), icon=":material/sync_problem:")
        st.button(T("kind_editor.theirs"), key="report.theirs", on_click=drop, args=(draft.id,))
    if why and now.body is not None:
        with shown_errors():
            name = drafts.name_of(draft, was, fields, lang())
            request = was.request if was else None
            made = reports.keep(
                desk,
                draft.id or None,
                draft.seen,
                name,
                now.body,
                why,
                draft.values["answered"],
                request,
                draft.again_of,
            )
            drop(draft.id)
            st.query_params["id"] = made.id
            done("report_builder.saved", name=made.name)


__all__ = ["saving"]
