"""One request: what is asked, where each unit stands, what the office does with the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import data_requests
from core.desk import Desk, Why
from core.fields import described
from core.ui.data_requests.words import OF_REQUEST, state
from core.ui.files import given, offered
from core.ui.forms import asked as asks
from core.ui.forms import command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import headed, picked, plain_table
from schemas.base import Id
from schemas.data_request import AnswerState, DataRequest, RequestState, UnitAnswer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def head(desk: Desk, of: DataRequest) -> None:
    """What is asked, on what basis, by when, with its attachments."""
    opened(desk, "data_request", "data_requests", of.id, of.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{of.number} · {of.topic}"), anchor=False, width="content")
        badge(of.status, OF_REQUEST[of.status])
    facts([
        (_label("basis"), of.basis), (_label("due"), shown(of.due)),
        (_label("forms"), ", ".join(f.label(lang()) for f in of.forms)),
        (T("data_requests.sent_by"), f"{of.sent_by.name}, {shown(of.sent_at)}"),
    ], columns=4)  # fmt: skip
    with st.container(border=True):
        st.markdown(safe(of.what))
    with st.container(horizontal=True):
        for n, file in enumerate(of.files):
            offered(desk, file, f"data_request:{of.id}:{n}", "data_request", "data_requests", of.id, of.number,
                    words=file.label.kk)  # fmt: skip
    if of.columns and desk.may("data_request.read"):
        with st.expander(_label("columns"), icon=":material/table:"):
            heads = [T("data_requests.column"), T("data_requests.column_type"), T("data_requests.column_needed")]
            rows = [[c.title, c.type.label(lang()), shown(c.needed)] for c in of.columns]
            plain_table(heads, rows, widths=(420, 160, 120))


def _label(name: str) -> str:
    return described(DataRequest, name).label(lang())


def chosen(desk: Desk, of: DataRequest, rows: Sequence[UnitAnswer], at: Id | None) -> Id | None:
    """The row that is looked at: the only one, the address's, or the one clicked in the table of units."""
    if len(rows) == 1 and not desk.may("data_request.read"):
        return rows[0].id
    given_ = sum(r.status in (AnswerState.answered, AnswerState.accepted) for r in rows)
    st.markdown(f"**{T('data_requests.units_line', n=len(rows), given=given_)}**")
    stored = [
        {"_id": r.id, "unit": r.unit.label.get(lang()), "now": state(r, desk.today()), "due": r.due.isoformat(),
         "answered_at": r.answered_at, "rounds": len(r.rounds)}
        for r in rows
    ]  # fmt: skip
    columns = [
        headed("unit", "data_requests.unit"), headed("now", "data_requests.state"),
        *((n, described(UnitAnswer, n)) for n in ("due", "answered_at")),
        headed("rounds", "data_requests.rounds", "int"),
    ]  # fmt: skip
    widths = {"unit": 320, "now": 255, "due": 95, "answered_at": 145, "rounds": 105}
    clicked = picked(f"data_request.{of.id}", columns, stored, size=len(stored) + 1, widths=widths)
    if clicked and clicked != at:
        st.query_params["answer"] = clicked
        return clicked
    return at if any(r.id == at for r in rows) else None


def office(desk: Desk, of: DataRequest, rows: Sequence[UnitAnswer]) -> None:
    """Reminding, taking away, taking back."""
    spoken = lang()
    with st.container(horizontal=True):
        given(T("data_requests.xlsx"), f"data-{of.number}.xlsx", lambda: data_requests.xlsx(desk, of.id, spoken),
              f"data_request:xlsx:{of.id}", XLSX, icon=":material/table_view:")  # fmt: skip
        if of.status is not RequestState.open:
            return
        key = f"data_request:remind:{of.id}"
        if any(r.owed for r in rows) and st.button(T("data_requests.remind"), icon=":material/notifications:", key=key):
            with shown_errors():
                data_requests.remind_now(desk, of.id, Why(command=command(key)))
                st.session_state.pop(f"{key}!command", None)
                done("data_requests.reminded")
        why = asks("data_requests.withdraw", icon=":material/undo:", name=of.id, act="data_request.withdraw")
    if why:
        with shown_errors():
            data_requests.withdraw(desk, of.id, of.revision, why)
            done("data_requests.withdrawn")
