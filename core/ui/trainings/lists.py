"""Lists of trainings: those one was called to, all of them, who lacks one that holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core import trainings
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.page import T, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import headed, pager, picked, plain_table, plain_views
from core.ui.tables.cells import Column
from schemas.training import Training, TrainingSort, TrainingState

WIDTHS = {"number": 80, "sort": 180, "topic": 240, "day": 95, "until": 95, "mine": 160, "called": 95, "signed": 90,
          "status": 110}  # fmt: skip


def mine(desk: Desk) -> str | None:
    """The trainings this user was called to, what waits for his signature first; the id of the chosen one."""
    waiting = trainings.to_sign(desk)
    if waiting:
        st.warning(T("trainings.wait_n", n=len(waiting)), icon=":material/draw:")
        for row in waiting[:5]:
            words = safe(f"{row['number']} · {row['topic']}")
            if st.button(words, type="tertiary", key=f"w:{row['_id']}", icon=":material/arrow_forward:"):
                return str(row["_id"])
    rows = trainings.mine(desk)
    if not rows:
        empty("trainings.none_mine", "trainings.none_mine_hint")
        return None
    for row in rows:
        at = row["my"].get("signed_at")
        row["mine"] = shown(at) if at else T("trainings.not_signed")
    columns = _columns("number", "sort", "topic", "day", "until")
    return picked("trainings.mine", [*columns, headed("mine", "trainings.state_mine")], rows, widths=WIDTHS)


def every(desk: Desk) -> str | None:
    """All trainings, narrowed by kind and state; the id of the chosen one."""
    sorts = {"": T("common.all")} | {s.value: s.label(lang()) for s in TrainingSort}
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in TrainingState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sort = st.selectbox(T("trainings.sort"), list(sorts), key="v:trainings.sort",
                            format_func=sorts.__getitem__, width=260)  # fmt: skip
        state = st.selectbox(T("trainings.state"), list(states), key="v:trainings.state",
                             format_func=states.__getitem__, width=200)  # fmt: skip
        plain_views(desk, "trainings")
    page = pager("trainings", (sort, state))
    rows: Sequence[Row] = trainings.listed(desk, sort, state, page)
    if not rows:
        hint = "trainings.none_hint" if desk.may("training.edit") else None
        empty(*(("trainings.none_such", None) if sort or state or page else ("trainings.none", hint)))
        return None
    columns = [
        *_columns("number", "sort", "topic", "day", "until"), headed("called", "trainings.called", "int"),
        headed("signed", "trainings.signed_n", "int"), *_columns("status"),
    ]  # fmt: skip
    return picked("trainings.all", columns, rows, page, widths=WIDTHS)


def _columns(*names: str) -> list[Column]:
    return [(n, described(Training, n)) for n in names]


def missing(desk: Desk) -> None:
    """Who has no training of a kind that holds today."""
    sorts = {s.value: s.label(lang()) for s in TrainingSort}
    first = st.query_params.get("sort")
    st.session_state.setdefault("v:trainings.lacking", first if first in sorts else next(iter(sorts)))
    sort = st.selectbox(T("trainings.sort"), list(sorts), key="v:trainings.lacking",
                        format_func=sorts.__getitem__, width=260)  # fmt: skip
    found = trainings.missing(desk, TrainingSort(sort))
    if not found:
        st.success(T("trainings.all_been"), icon=":material/task_alt:")
        return
    st.caption(T("trainings.missing_n", n=len(found)))
    rows = [[m.name, m.role.label(lang()), m.post or "—", _last(m.last)] for m in found]
    heads = ("people", "roles", "post", "last_until")
    plain_table([T(f"trainings.{h}") for h in heads], rows, widths=(280, 220, 240, 200))


def _last(day: date | None) -> str:
    return shown(day) if day else T("trainings.never")
