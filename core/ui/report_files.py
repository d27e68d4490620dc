"""A report on its way out (clauses 22, 46): for whom, signed by whom, as a sheet, a text table, a protected paper."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import tabled
from core.desk import Desk
from core.i18n import number
from core.reports import Made
from core.reports.files import file
from core.ui.files import addressee, given
from core.ui.page import T
from schemas.base import Id
from schemas.report import ReportBody

ICONS = {"xlsx": "table_view", "csv": "csv", "pdf": "picture_as_pdf"}


def leaving(desk: Desk, made: Made, body: ReportBody, id: Id = "") -> None:
    """The buttons under a report that was made; each file says what the screen says."""
    if not made.rows:
        return
    name = f"{made.title or body.source.label(made.lang)}-{made.made_at:%Y-%m-%d}"
    with st.popover(T("tabled.files"), icon=":material/download:"):
        to = addressee("report")
        people = tabled.signers(desk, made.lang)
        names = ["", *(f"{post}, {who}" if who else post for post, who in people)]
        nobody = T("tabled.no_signer")  # said now: a list is asked for its words outside of a page too
        chosen = st.selectbox(T("tabled.signer"), names, key="v:report.signer",
                              format_func=lambda v: v or nobody)  # fmt: skip
        signer = people[names.index(chosen) - 1] if chosen in names[1:] else None
        for form in tabled.FORMS:
            if form == "pdf" and not desk.store.one("office", {}, {"_id": 1}):
                continue
            if form == "pdf" and (n := sum(1 for _ in made.lines)) > tabled.MOST:
                st.caption(T("tabled.too_long", n=number(n, made.lang), most=number(tabled.MOST, made.lang)))
                continue
            make = partial(file, desk, made, body, form, id, signer)
            given(T(f"tabled.{form}"), f"{name}.{form}", make, f"report.{form}", tabled.MIME[form], to,
                  icon=f":material/{ICONS[form]}:", width="stretch")  # fmt: skip


__all__ = ["leaving"]
