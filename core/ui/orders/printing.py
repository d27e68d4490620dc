"""Many orders, many extracts to paper: how many is told before, one file or one of each in a ZIP."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.db.store import Row
from core.desk import Desk, Why
from core.orders import extracts, paper
from core.orders.paper import Way
from core.ui import jobs
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe
from schemas.base import Id
from schemas.extract import Extract
from schemas.order import Order


def orders(desk: Desk, where: Row) -> None:
    """Print the orders of the list above."""
    with st.expander(T("order_text.print_many"), icon=":material/print:"):
        n = desk.count(Order, paper.RIGHT, where, paper.MOST + 1)
        one, back = _way("orders"), st.toggle(T("order_text.with_back"), key="v:orders.back")
        _go(desk, paper.JOB, n, paper.MOST, "order_text.print_most",
            lambda: paper.begin(desk, _ids(desk, Order, where, paper.MOST), Way((), back, one), Why()))  # fmt: skip


def extracts_(desk: Desk, where: Row) -> None:
    """Print the extracts of the list above."""
    n = extracts.count(desk, where, paper.MOST_EXTRACTS + 1)
    one = _way("extracts")
    _go(desk, paper.JOB_EXTRACTS, n, paper.MOST_EXTRACTS, "extracts.most",
        lambda: paper.begin_extracts(desk, _ids(desk, Extract, where, paper.MOST_EXTRACTS), one, Why()))  # fmt: skip


def told_of(desk: Desk, job: str) -> bool:
    """Does this screen wait for such a print, or hold its file?"""
    return any(f"{of}:{job}" in st.session_state for of in ("job", "ended")) or jobs.goes_on(desk, job)


def _ids(desk: Desk, model: type[Order] | type[Extract], where: Row, most: int) -> list[Id]:
    return [r["_id"] for r in desk.rows(model, paper.RIGHT, where, {"_id": 1}, extracts.ORDER, most)]


def _way(name: str) -> bool:
    return bool(st.radio(T("sheets.print_as"), [True, False], horizontal=True, key=f"v:{name}.one",
                         format_func=lambda x: T("sheets.print_one" if x else "order_text.print_zip")))  # fmt: skip


def _go(desk: Desk, job: str, n: int, most: int, too_many: str, begin: Callable[[], Id]) -> None:
    many = n > most
    st.caption(T(too_many, most=most) if many else T("order_text.print_count", n=n))
    busy = jobs.goes_on(desk, job)
    if st.button(T("order_text.print_now"), type="primary", disabled=many or busy or not n, icon=":material/print:",
                 key=f"go:{job}"):  # fmt: skip
        with shown_errors():
            jobs.begun(job, begin())
            done("order_text.print_begun", n=n)
    if ended := jobs.news(desk, job):
        st.session_state[f"ended:{job}"] = ended
    if (ended := st.session_state.get(f"ended:{job}")) is not None:
        with shown_errors():
            jobs.refused(ended)
            if ended.get("file"):
                jobs.download(desk, ended)
            if left := (ended.get("result") or {}).get("left"):
                st.warning(safe(T("order_text.print_left", names=", ".join(left))), icon=":material/warning:")


__all__ = ["extracts_", "orders", "told_of"]
