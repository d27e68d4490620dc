"""Lists of requests: all of them, answers that wait for a decision, units that are late, those to one's own unit."""

from __future__ import annotations

import streamlit as st

from core import data_requests
from core.desk import Desk
from core.fields import described
from core.ui.data_requests.words import state
from core.ui.page import T, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import headed, pager, picked, plain_table, plain_views
from schemas.base import Id
from schemas.data_request import DataRequest, RequestState, UnitAnswer

WIDTHS = {"number": 80, "status": 135, "topic": 258, "due": 110, "units": 80, "given": 92, "accepted": 92, "late": 75}


COUNTS = (("units", "units_n"), ("given", "given_n"), ("accepted", "accepted_n"), ("late", "late_count"))


def _open(id: Id, answer: Id = "") -> None:
    st.switch_page("pages/data_request.py", query_params={"id": id} | ({"answer": answer} if answer else {}))


def every(desk: Desk) -> None:
    """All requests with their counts."""
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in RequestState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(T("data_requests.state"), list(states), key="v:data_requests.state",
                              format_func=states.__getitem__, width=240)  # fmt: skip
        plain_views(desk, "data_requests")
    page = pager("data_requests", chosen)
    rows = data_requests.listed(desk, chosen, page)
    if not rows:
        hint = "data_requests.none_hint" if desk.may("data_request.edit") else None
        empty(*(("data_requests.none_such", None) if chosen or page else ("data_requests.none", hint)))
        return
    columns = [(n, described(DataRequest, n)) for n in ("number", "topic", "due", "status")]
    columns += [headed(n, f"data_requests.{k}", "int") for n, k in COUNTS]
    if id := picked("data_requests.all", columns, rows, page, widths=WIDTHS):
        _open(id)


def deciding(desk: Desk) -> None:
    """Answers that wait to be accepted or returned."""
    rows = data_requests.to_decide(desk, 200)
    if not rows:
        st.success(T("data_requests.none_wait"), icon=":material/task_alt:")
        return
    _rows("decide", desk, rows, unit=True)


def late(desk: Desk) -> None:
    """Units that are late, and with what."""
    found = data_requests.late_by_unit(desk)
    if not found:
        st.success(T("data_requests.none_late"), icon=":material/task_alt:")
        return
    heads = [T(f"data_requests.{k}") for k in ("unit", "late_count", "late_days")]
    plain_table(
        heads, [[o.unit.label.get(lang()), o.late, o.days] for o in found], right=(1, 2), widths=(420, 150, 150)
    )
    st.caption(T("data_requests.late_rows"))
    _rows("late", desk, [r for o in found for r in o.rows], unit=True)


def mine(desk: Desk) -> None:
    """The requests to one's own unit."""
    rows = data_requests.mine(desk)
    if not rows:
        empty("data_requests.none_mine", "data_requests.none_mine_hint")
        return
    owed = [r for r in rows if r.owed]
    if owed:
        st.warning(T("data_requests.owed_n", n=len(owed)), icon=":material/assignment_late:")
        for row in owed[:5]:
            words = safe(f"{row.request.label.kk} · {shown(row.due)} · {state(row, desk.today())}")
            if st.button(words, type="tertiary", key=f"w:{row.id}", icon=":material/arrow_forward:"):
                _open(row.request.id, row.id)
    _rows("mine", desk, rows, unit=False)


def _rows(name: str, desk: Desk, rows: list[UnitAnswer], unit: bool) -> None:
    stored = [
        {"_id": r.id, "unit": r.unit.label.get(lang()), "request": r.request.label.kk, "due": r.due.isoformat(),
         "now": state(r, desk.today())}
        for r in rows
    ]  # fmt: skip
    columns = [headed("unit", "data_requests.unit")] if unit else []
    columns += [headed("request", "data_requests.request"), ("due", described(UnitAnswer, "due")),
                headed("now", "data_requests.state")]  # fmt: skip
    widths = {"unit": 260, "request": 380, "due": 95, "now": 240}
    if id := picked(f"data_requests_{name}.rows", columns, stored, size=len(stored) + 1, widths=widths):
        _open(next(r.request.id for r in rows if r.id == id), id)
