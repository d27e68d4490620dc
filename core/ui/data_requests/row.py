"""One unit's row: its rounds, answering, and what the office says to the answer."""

from __future__ import annotations

import streamlit as st

from core import data_requests
from core.desk import Desk
from core.ui.data_requests import answering
from core.ui.data_requests.words import COLOURS, state
from core.ui.files import offered
from core.ui.forms import asked as asks
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.data_request import AnswerRound, AnswerState, DataRequest, UnitAnswer


def draw(desk: Desk, of: DataRequest, row: UnitAnswer) -> None:
    """The row as this user may work with it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### {safe(row.unit.label.get(lang()))}")
        badge(state(row, desk.today()), COLOURS[row.status])
        st.caption(T("data_requests.until", due=row.due))
    for moved in row.moved:
        st.caption(safe(T("data_requests.moved_line", was=moved.was, now=moved.now, who=moved.by.name, why=moved.why)))
    for n, one in enumerate(row.rounds, 1):
        _round(desk, of, row, one, n)
    if row.owed and data_requests.may_answer(desk, row):
        answering.draw(desk, of, row, own=True)
    elif row.owed and desk.may("data_request.edit"):
        _extend(desk, row)
        with st.expander(T("data_requests.on_behalf"), icon=":material/edit_document:"):
            answering.draw(desk, of, row, own=False)
    if row.status is AnswerState.answered and desk.may("data_request.edit"):
        _decide(desk, row)


def _round(desk: Desk, of: DataRequest, row: UnitAnswer, one: AnswerRound, n: int) -> None:
    with st.container(border=True):
        st.caption(safe(T("data_requests.round", n=n, who=one.by.name, at=one.at)))
        if one.on_behalf:
            st.caption(safe(T("data_requests.on_behalf_line", why=one.on_behalf)))
        if one.text:
            st.markdown(safe(one.text))
        if one.rows:
            plain_table([c.title for c in of.columns], one.rows)
        with st.container(horizontal=True):
            for place, file in enumerate(one.files):
                offered(desk, file, f"data_answer:{row.id}:{n}:{place}", "data_request", "data_answers", row.id,
                        row.label().kk, words=file.label.kk)  # fmt: skip
        if one.accepted is not None and one.decided_by:
            said = "accepted_line" if one.accepted else "returned_line"
            words = safe(T(f"data_requests.{said}", who=one.decided_by.name, at=shown(one.decided_at), note=one.note))
            (st.success if one.accepted else st.warning)(words)


def _decide(desk: Desk, row: UnitAnswer) -> None:
    mend_key = f"v:data_request.mend:{row.id}:{row.revision}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        accept = asks("data_requests.accept", "optional", "primary", ":material/check:", row.id,
                      act="data_request.accept")  # fmt: skip
        due = st.date_input(T("data_requests.mend_due"), value=max(row.due, desk.today()), min_value=desk.today(),
                            format="DD.MM.YYYY", key=mend_key, width=200)  # fmt: skip
        back = asks("data_requests.mend", icon=":material/reply:", name=row.id, act="data_request.mend")
    with shown_errors():
        if accept:
            data_requests.accept(desk, row.id, row.revision, accept)
            done("data_requests.accepted")
        if back:
            data_requests.mend(desk, row.id, row.revision, due, back)
            done("data_requests.mended")


def _extend(desk: Desk, row: UnitAnswer) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"v:data_request.extend:{row.id}:{row.revision}"
        due = st.date_input(T("data_requests.new_due"), value=max(row.due, desk.today()), min_value=desk.today(),
                            format="DD.MM.YYYY", key=key, width=200)  # fmt: skip
        why = asks("data_requests.extend", icon=":material/event:", name=row.id, act="data_request.extend")
    if why:
        with shown_errors():
            data_requests.extend(desk, row.id, row.revision, due, why)
            done("data_requests.extended")
