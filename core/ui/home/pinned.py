"""Reports the head has put on a role's first page: counted anew when the office's sums are, each opens its report."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import reports
from core.desk import Desk
from core.errors import OfficeError
from core.reports import Made
from core.sums import build
from core.ui.page import T, go, lang
from core.ui.reports.table import chart, draw
from core.ui.style import safe
from schemas.base import Id, Lang
from schemas.report import Picture, Report

ROWS = 8  # of a table on a first page


def pinned(desk: Desk) -> None:
    """Two in a row; what may not be read by this user, or would read too much, says so and is opened instead."""
    found = reports.pinned(desk)
    if not found:
        return
    st.subheader(T("report_builder.home"), anchor=False)
    for at in range(0, len(found), 2):
        for place, report in zip(st.columns(2), found[at : at + 2], strict=False):
            with place:
                _one(desk, report)


def _one(desk: Desk, of: Report) -> None:
    made = _made(of.id, of.revision, desk.actor.id, desk.store.name, build.generation(desk.store), desk.today(), lang(),
                 of, desk)  # fmt: skip
    if made is None:
        with st.container(border=True):
            st.markdown(f"**{safe(of.name.get(lang()))}**")
            st.caption(T("report_builder.unread"))
    elif of.body.chart is Picture.none or not made.rows:
        with st.container(border=True):
            st.markdown(f"**{safe(made.title)}**")
            draw(made, f"home-{of.id}", first=ROWS, told=False)
    else:
        chart(made, f"home-{of.id}", of.body.chart)
    go("pages/reports.py", "report_builder.open", "open_in_new", key=f"go:pinned:{of.id}", id=of.id)


# Rows are within the user's own reach, so he is in the key; the generation of the sums says when to count anew.
@st.cache_data(ttl="10m", max_entries=200, show_spinner=False)
def _made(
    id: Id, revision: int, user: str, base: str, generation: int, today: date, spoken: Lang, _of: Report, _desk: Desk
) -> Made | None:  # fmt: skip
    try:
        if reports.price(_desk, _of.body).heavy:
            return None
        return reports.run(_desk, _of.body, _of.name.get(spoken))
    except OfficeError:
        return None


__all__ = ["pinned"]
