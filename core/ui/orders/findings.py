"""What is wrong with a draft, by name, and what the order would change (or changed), line by line."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.audit.words import field_word, value_word
from core.desk import Desk
from core.i18n import t
from core.orders import reading
from core.orders.checks import Found
from core.orders.reading import Seen, looked_at
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.events import Change
from schemas.kinds import OrderKind
from schemas.order import Order

AT_ONCE = 12
LIVE = 150  # students of a list that is looked at as it is typed
FRESH = 120.0  # seconds a longer one stands


def looked(desk: Desk, order: Order, typed: Order, kind: OrderKind) -> Seen:
    """A draft looked at: as it is typed; a long list as it is saved, and not at every press (1,000 students take
    seconds). The act itself checks all anew."""
    if order.count <= LIVE:
        return looked_at(desk, typed, kind)
    mark, now = (order.id, order.revision), time.monotonic()
    held = st.session_state.get("_order_seen")
    if held is None or held[0] != mark or now - held[1] > FRESH:
        held = (mark, now, looked_at(desk, order, kind))
        st.session_state["_order_seen"] = held
    st.caption(T("orders_ui.saved_only"))
    found: Seen = held[2]
    return found


def findings(seen: Seen) -> None:
    """Red stops the order, amber is let pass with a reason; «nothing is wrong» is said, too."""
    if not seen.found:
        st.success(T("orders_ui.all_right"), icon=":material/check_circle:")
        return
    for some, colour, icon, key in (
        (seen.refusing, "red", "block", "refuses_n"), (seen.warning, "orange", "warning", "warns_n"),
    ):  # fmt: skip
        if some:
            with st.expander(f":{colour}[:material/{icon}: {T(f'orders_ui.{key}', n=len(some))}]", expanded=True):
                st.markdown("\n".join(f"- :{colour}[{safe(said(f))}]" for f in some[:AT_ONCE]))
                if len(some) > AT_ONCE and st.toggle(T("orders_ui.every_one", n=len(some)), key=f"v:all:{key}"):
                    st.markdown("\n".join(f"- :{colour}[{safe(said(f))}]" for f in some[AT_ONCE:]))


def unfit(desk: Desk, order: Order, kind: OrderKind) -> None:
    """Who stops an order that is agreed or waits for its day: all of them, grouped by reason."""
    mark, now = (order.id, order.revision), time.monotonic()
    held = st.session_state.get("_order_unfit")
    if held is None or held[0] != mark or order.count <= LIVE or now - held[1] > FRESH:
        held = (mark, now, reading.unfit(desk, order, kind))
        st.session_state["_order_unfit"] = held
    found: list[Found] = held[2]
    for key in dict.fromkeys(f.key for f in found):
        some = [f for f in found if f.key == key]
        with st.expander(f":red[:material/block: {T('orders_ui.stops_n', n=len(some))}]", expanded=True):
            st.markdown("\n".join(f"- :red[{safe(said(f))}]" for f in some[:AT_ONCE]))
            if len(some) > AT_ONCE and st.toggle(T("orders_ui.every_one", n=len(some)), key=f"v:unfit:{key}"):
                st.markdown("\n".join(f"- :red[{safe(said(f))}]" for f in some[AT_ONCE:]))


def said(found: Found) -> str:
    """One finding as a sentence."""
    return t(found.key, lang(), **found.values)


def changes(order: Order, what: dict[Id, list[Change]], done: bool) -> None:
    """Was → becomes, a row a change; who is not changed at all is counted."""
    rows: list[Sequence[Any]] = []
    for line in order.lines:
        for n, c in enumerate(what.get(line.study, ())):
            who = (line.student.label.get(lang()), line.number) if n == 0 else ("", "")
            sides = [value_word("students", c.field, v, lang()) for v in (c.was, c.now)]
            rows.append([*who, field_word("students", c.field, lang()), *sides])
    none = sum(not what.get(x.study) for x in order.lines)
    if not rows:
        st.info(T("orders_ui.no_changes"), icon=":material/info:")
        return
    st.caption(T("orders_ui.changed" if done else "orders_ui.would_change", n=order.count - none, of=order.count))
    heads = [T("orders_ui.student"), T("orders_ui.number"), T("common.what"), T("common.was"), T("common.became")]
    plain_table(heads, rows, widths=(260, 100, 240, 220, 220))


__all__ = ["changes", "findings", "looked", "said", "unfit"]
