"""A new order: its kind with what it means, its day, its students."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import house, orders
from core.desk import Desk
from core.i18n import order_key
from core.orders import days
from core.orders.acts import kinds_today
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders.choosing import chooser, clear
from core.ui.orders.hints import hint
from core.ui.page import T, forget_act, lang, tell
from schemas.base import Id
from schemas.kinds import OrderKind, Sort

NEW = "new"
FIRST, LAST = date(1990, 1, 1), date(2200, 1, 1)


def screen(desk: Desk) -> None:
    """The whole way to a draft; the order's own page opens once it is made."""
    if st.button(T("orders_ui.back"), type="tertiary", icon=":material/arrow_back:"):
        st.query_params.pop("new", None)
        st.rerun()
    st.title(T("orders_ui.new"), anchor=False)
    code = choose_kind()
    if code is None:
        return
    kind = body_of(code)
    hint(kind)
    if kind.cancels:
        st.info(T("orders_ui.cancel_from"), icon=":material/info:")
        return
    effective = day(usual=days.proposed(desk.store, kind.takes_effect, desk.today()))
    found = chooser(desk, NEW, kind) if kind.people else []
    ready = bool(effective) and (bool(found) or not kind.people)
    why = asked("orders_ui.draft", "optional", "primary", ":material/edit_document:", NEW, disabled=not ready,
                hint="orders_ui.draft_hint", act="order.draft")  # fmt: skip
    if not ready:
        st.caption(T("orders_ui.name_somebody"))
    made = None
    if why and effective:
        with shown_errors():
            made = orders.draft(desk, code, effective, [(c.student, c.study) for c in found], why)
    if made:
        clear(NEW)
        opened(made.id)


def choose_kind(key: str = "orders.new_kind", only: set[str] | None = None) -> str | None:
    """The choice of a kind in force today; only: of these."""
    kinds = {c: n for c, n in kinds_today().items() if only is None or c in only}
    codes = sorted(kinds, key=lambda c: order_key(kinds[c].kk))
    names = {c: kinds[c].get(lang()) for c in codes}
    return st.selectbox(T("orders_ui.kind"), codes, index=None, key=f"v:{key}", width=460,
                        format_func=lambda c: names.get(c, str(c)), placeholder=T("common.not_chosen"))  # fmt: skip


def body_of(code: str) -> OrderKind:
    """What a kind says today."""
    return house.entry(Sort.order, code).as_body(OrderKind)


def day(key: str = "orders.new_day", usual: date | None = None) -> date | None:
    """The day of effect: past or to come; usual: the one from which the kind works."""
    key = f"{key}:{usual}" if usual else key
    found = st.date_input(T("orders_ui.effective"), usual, key=f"v:{key}", format="DD.MM.YYYY", width=220,
                          min_value=FIRST, max_value=LAST, help=T("orders_ui.effective_help"))  # fmt: skip
    return found if isinstance(found, date) else None


def opened(id: Id) -> None:
    """Say that the draft is made, and open it."""
    for name in st.session_state.pop("_acts", []):
        forget_act(name)
    tell("orders_ui.drafted")
    st.switch_page("pages/order.py", query_params={"id": id})


__all__ = ["body_of", "choose_kind", "day", "opened", "screen"]
