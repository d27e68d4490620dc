"""Writing a request of data: what, by when, in what form, to which units."""

from __future__ import annotations

import streamlit as st

from core import data_requests, files
from core.desk import Desk
from core.fields import described
from core.ui.files import brought_several
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from schemas.base import Id
from schemas.data_request import DataRequest
from schemas.reference import UnitKind

FIELDS = ("topic", "what", "basis", "due", "forms", "before", "every", "columns")


def draw(desk: Desk) -> None:
    """The form of a new request."""
    key = "data_request:new"
    turn = st.session_state.get(f"{key}!n", 0)
    to = _units(desk, turn)
    held = brought_several(desk, T("data_requests.attach"), f"data_request:file:{turn}")
    specs = [described(DataRequest, n) for n in FIELDS]
    filled = form(desk, specs, key, {"forms": ["text"], "columns": []}, T("data_requests.send"))
    if filled:
        with shown_errors(key):
            ready = [files.ready(desk, name, data) for name, data in held]
            made = data_requests.send(desk, filled.values, to, ready, filled.why)
            st.query_params.clear()
            done("data_requests.sent", number=made.number)


def _units(desk: Desk, turn: int) -> list[Id]:
    """Units by name; all departments at once by one press."""
    found = data_requests.units(desk)
    names = {u.id: u.name.get(lang()) for u in found}
    key = f"v:data_requests.units:{turn}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: list[Id] = st.multiselect(
            T("data_requests.to") + " *", list(names), key=key, format_func=lambda i: names.get(i, str(i)),
            help=T("data_requests.to_hint"), width="stretch",
        )  # fmt: skip
        every = [u.id for u in found if u.kind is UnitKind.department]
        st.button(T("data_requests.all_departments"), icon=":material/select_all:", on_click=_choose, args=(key, every))
    return chosen


def _choose(key: str, ids: list[Id]) -> None:
    st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, []), *ids]))
