"""From an approved difference straight to the draft of the order that rests on it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import orders
from core.desk import Desk
from core.orders.after_difference import takers
from core.ui.forms import asked
from core.ui.orders.drafting import FIRST, LAST, opened
from core.ui.page import T, lang
from schemas.difference import Difference


def to_order(desk: Desk, doc: Difference) -> None:
    """The kinds of order that fit, the day, and the draft with year, curriculum and deadline filled in."""
    kinds = takers(desk, doc)
    if not kinds:
        return
    names = {c: n.get(lang()) for c, n in kinds.items()}
    with st.container(border=True, key="difference-order"):
        st.markdown(f"**{T('difference.to_order')}**")
        st.caption(T("difference.to_order_hint"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.selectbox(T("orders_ui.kind"), list(names), key=f"v:difference.order:{doc.id}", width=420,
                                format_func=lambda c: names.get(c, str(c)))  # fmt: skip
            day = st.date_input(T("orders_ui.effective"), desk.today(), key=f"v:difference.day:{doc.id}", width=180,
                                format="DD.MM.YYYY", min_value=FIRST, max_value=LAST)  # fmt: skip
            why = asked("orders_ui.draft", "optional", "primary", ":material/edit_document:", f"difference:{doc.id}",
                        disabled=not isinstance(day, date), act="order.draft")  # fmt: skip
    if why and code and isinstance(day, date):
        opened(orders.draft(desk, code, day, [(doc.student.id, doc.study)], why).id)


__all__ = ["to_order"]
