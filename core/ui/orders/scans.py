"""Scans of the documents students brought: one at a time, put beside the number and day in the list."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import orders
from core.db.codec import plain
from core.desk import Desk, Why
from core.orders.cells import paper_of
from core.ui.files import offered, uploaded
from core.ui.forms import command
from core.ui.messages import shown_errors
from core.ui.orders.drafting import FIRST, LAST
from core.ui.page import T, done, lang, open_act
from core.ui.style import safe
from schemas.kinds import OrderKind
from schemas.order import Order

FORM = "order-scan"


def scans(desk: Desk, order: Order, kind: OrderKind, edits: bool) -> None:
    """What has a scan already, and a place to bring one for a student of a draft."""
    needs = {n: x.name.get(lang()) for n, x in enumerate(kind.bases) if x.each}
    held = [b for b in order.bases if b.scan]
    if not (held or edits and needs and order.lines):
        return
    with st.expander(T("orders_ui.scans", n=len(held)), icon=":material/attach_file:"):
        names = {x.student.id: f"{x.student.label.get(lang())} · {x.number}" for x in order.lines}
        for n, b in enumerate(held):
            if b.scan:
                with st.container(horizontal=True, vertical_alignment="center"):
                    said = (kind.bases[b.need].name.get(lang()), names.get(b.student or "", ""), b.scan.label.kk)
                    st.markdown(safe(" · ".join(p for p in said if p)), width="content")
                    offered(desk, b.scan, f"order-scan:{order.id}:{n}", "order", "orders", order.id, said[0],
                            b.student or "")  # fmt: skip
        if edits and needs and order.lines:
            _bring(desk, order, needs, names)


def _bring(desk: Desk, order: Order, needs: dict[int, str], names: dict[str, str]) -> None:
    turn = st.session_state.setdefault(f"{FORM}!n", 0)
    key = f"{FORM}:{order.id}:{turn}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(T("orders_ui.student"), list(names), index=None if len(names) > 1 else 0, key=f"v:{key}:who",
                           width=330, format_func=lambda i: names.get(i, str(i)),
                           placeholder=T("common.not_chosen"))  # fmt: skip
        need = st.selectbox(T("orders_ui.which_paper"), list(needs), key=f"v:{key}:need", width=330,
                            format_func=lambda n: needs.get(n, str(n)))  # fmt: skip
        line = next((x for x in order.lines if x.student.id == who), None)
        was = paper_of(order, line, need) if line and need is not None else None
        day = st.date_input(T("orders_ui.paper_of_day"), was.day if was else None, format="DD.MM.YYYY", width=160,
                            key=f"v:{key}:day:{who}:{need}", min_value=FIRST, max_value=LAST)  # fmt: skip
    file = uploaded(desk, T("scans.file"), f"{key}:file", "scan")
    ready = line is not None and need is not None and isinstance(day, date) and file is not None
    if st.button(T("orders_ui.scan_add"), type="primary", icon=":material/check:", disabled=not ready, key=f"{key}:go"):
        assert line is not None and need is not None and file is not None  # the button is off without them
        paper = {"need": need, "number": was.number if was else "", "day": day, "student": line.student.id,
                 "scan": plain(file)}  # fmt: skip
        bases = [plain(b) for b in order.bases if b is not was]
        with shown_errors():
            orders.edit(desk, order.id, order.revision, {"bases": [*bases, paper]}, Why(command=command(FORM)))
            open_act(FORM)
            done("orders_ui.saved")


__all__ = ["scans"]
