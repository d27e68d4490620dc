"""One order: its list, what it says and rests on, what it changes, its way to being carried out (clauses 20, 42)."""

from __future__ import annotations

import streamlit as st

from core.errors import OfficeError
from core.orders import kind_of, reading
from core.ui.looks import opened
from core.ui.orders import findings, head, lines, steps, values
from core.ui.orders.text import text_panel
from core.ui.page import T, empty, enter, go
from schemas.order import PREPARED, OrderStatus

desk = enter("order.read", "id")
go("pages/orders.py", "orders_ui.title", "arrow_back")
try:
    order = reading.one(desk, st.query_params.get("id", ""))
except OfficeError:
    empty("orders_ui.no_such", None, "pages/orders.py", "orders_ui.title")
    st.stop()
opened(desk, "order", "orders", order.id, f"{order.label().kk} · {order.kind_name.kk}")

kind = kind_of(desk.store, order)
draft, read = lines.typed_over(desk, order, kind)
prepared = order.status in PREPARED
seen = findings.looked(desk, order, read.order, kind) if prepared else reading.Seen((), {})
head.head(desk, order, kind)
steps.steps(desk, order, kind, seen, bool(draft.now))
if order.status is OrderStatus.draft:
    findings.findings(seen)
elif order.status in (OrderStatus.agreed, OrderStatus.signed):
    findings.unfit(desk, order, kind)
head.afterwards(desk, order)
names = [*(["list"] if kind.people else []), "values", "text", *(["changes"] if kind.people else []), "life"]
words = {n: T(f"orders_ui.tab_{n if prepared or n != 'changes' else 'changed'}") for n in names}
open_ = st.segmented_control(
    T("orders_ui.parts"), names, default=names[0], required=True, key=f"v:order.part:{order.id}",
    label_visibility="collapsed", format_func=lambda n: words.get(n, str(n)),
)  # fmt: skip
with st.container():
    match open_:
        case "list":
            lines.lines(desk, order, kind, draft, read, seen)
        case "values" if lines.editable(desk, order):
            values.values(desk, order, kind)
        case "values":
            head.about(desk, order, kind)
        case "text":
            text_panel(desk, order)
        case "changes":
            done = seen.changes if prepared else reading.did(desk, order, order.lines)
            findings.changes(read.order, done, not prepared)
        case _:
            head.life(desk, order, kind)
