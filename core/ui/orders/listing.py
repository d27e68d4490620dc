"""The list of orders: by what is to be done with them, kind, day of effect and text."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core import house, scheduler
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.orders import reading
from core.ui import jobs
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders import printing
from core.ui.page import T, done, empty, go, lang
from core.ui.style import Colour, safe, shown
from core.ui.tables import headed, pager, picked, plain_views
from core.ui.tables.simple import SIZE
from schemas.base import Id, Text
from schemas.kinds import Sort
from schemas.order import OrderStatus
from schemas.planned import Planned

COLOURS: dict[OrderStatus, Colour] = {
    OrderStatus.draft: "gray", OrderStatus.checked: "orange", OrderStatus.agreed: "blue",
    OrderStatus.signed: "violet", OrderStatus.applied: "green", OrderStatus.cancelled: "red",
    OrderStatus.dropped: "gray",
}  # fmt: skip
COLUMNS = ("number", "day", "kind", "about", "count", "effective", "state", "waits")
WIDTHS = {
    "number": 95, "day": 90, "kind": 230, "about": 150, "count": 80, "effective": 95, "state": 175, "waits": 135,
}  # fmt: skip


def screen(desk: Desk) -> None:
    """The views with how many wait in each, the filters, the orders."""
    view = _view(desk)
    narrowed, where = _filters(desk, view)
    if view == "failed":
        _failed(desk)
    page = pager("orders", (view, str(where)))
    rows = reading.listed(desk, where, page)
    if not rows and not page:
        nothing = "orders_ui.none_found" if narrowed else f"orders_ui.none_{view}"
        empty(nothing, "orders_ui.none_hint" if narrowed else f"orders_ui.none_{view}_hint")
        return
    if chosen := table(rows, page):
        st.switch_page("pages/order.py", query_params={"id": chosen})
    printing.orders(desk, where)


def _view(desk: Desk) -> str:
    counts = reading.counts(desk)
    words = {v: T(f"orders_ui.view_{v}") + (f" · {counts[v]}" if counts.get(v) else "") for v in reading.VIEWS}
    named = st.query_params.get("view", "")
    first = named if named in words else next((v for v in words if counts.get(v)), "all")
    st.session_state.setdefault("v:orders.view", first)
    found = st.segmented_control(
        T("orders_ui.view"), list(words), required=True, key="v:orders.view", label_visibility="collapsed",
        format_func=lambda v: words.get(v, str(v)),
    )  # fmt: skip
    st.query_params["view"] = found or "all"
    return found or "all"


def _filters(desk: Desk, view: str) -> tuple[bool, Row]:
    entries = sorted(house.entries(Sort.order, retired=True), key=lambda k: order_key(k.name.kk))
    kinds = {"": T("orders_ui.any_kind"), **{k.code: k.name.get(lang()) for k in entries}}
    asked_for = st.query_params.get("kind", "")
    st.session_state.setdefault("v:orders.kind", asked_for if asked_for in kinds else "")
    days: dict[str, Any] = {"format": "DD.MM.YYYY", "min_value": date(1990, 1, 1), "max_value": date(2200, 1, 1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            T("orders_ui.find"), key="v:orders.find", width=240, max_chars=60, icon=":material/search:",
            placeholder=T("orders_ui.find_hint"),
        )  # fmt: skip
        kind = st.selectbox(T("orders_ui.kind"), list(kinds), key="v:orders.kind", width=270,
                            format_func=lambda k: kinds.get(k, str(k)))  # fmt: skip
        since = st.date_input(T("orders_ui.since"), None, key="v:orders.since", width=145, **days)
        until = st.date_input(T("orders_ui.until"), None, key="v:orders.until", width=145, **days)
        plain_views(desk, "orders", [f"v:orders.{x}" for x in ("view", "find", "kind", "since", "until")])
    asked_ = {"kind": kind or "", "text": text or "", "since": _day(since), "until": _day(until)}
    st.query_params.pop("kind", None)
    return any(asked_.values()), reading.asked(desk, view, **asked_)  # type: ignore[arg-type]


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def table(rows: list[Row], page: int, name: str = "orders.list", size: int = SIZE) -> Id | None:
    """Orders as a table; the id of the one clicked."""
    sorts = {"day": "date", "effective": "date", "count": "int"}
    said = [_said(r) for r in rows]
    shown_ = [c for c in COLUMNS if c != "about" or any(r["about"] for r in said)]
    columns = [headed(c, f"orders_ui.col_{c}", sorts.get(c, "text")) for c in shown_]
    return picked(name, columns, said, page, size, WIDTHS)


def _said(row: Row) -> Row:
    status = OrderStatus(row["status"])
    return {
        "_id": row["_id"], "number": row.get("number") or "—", "day": row.get("day"),
        "kind": Text.model_validate(row["kind_name"]).get(lang()),
        "about": Text.model_validate(row["about"]).get(lang()) if row.get("about") else "",
        "count": row.get("count", 0),
        "effective": row["effective"], "state": status.label(lang()), "waits": waits(row),
    }  # fmt: skip


def waits(row: Row) -> str:
    """What an order waits for, in words; «» for one that waits for nothing."""
    status = OrderStatus(row["status"])
    if status is OrderStatus.signed:
        return T("orders_ui.waits_day") if row.get("plan") else T("orders_ui.waits_copy")
    if status is OrderStatus.applied and not row.get("copy_hr"):
        return T("orders_ui.waits_copy")
    said = {OrderStatus.draft: "waits_check", OrderStatus.checked: "waits_agree", OrderStatus.agreed: "waits_sign"}
    return T(f"orders_ui.{said[status]}") if status in said else ""


def _failed(desk: Desk) -> None:
    """Plans that failed, each with what was wrong and a way to try again."""
    for planned in reading.failed(desk):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                order = planned.subject.label.get(lang())
                st.markdown(f":red[:material/event_busy:] **{safe(order)}** · {safe(shown(planned.due))}")
                st.caption(trouble(planned))
            go("pages/order.py", "orders_ui.open", "open_in_new", f"failed:{planned.id}", id=planned.subject.id)
            again(desk, planned)


def trouble(planned: Planned) -> str:
    """What was wrong with a plan, in words."""
    return jobs.error_words(planned.trouble.model_dump()) if planned.trouble else ""


def again(desk: Desk, planned: Planned) -> None:
    """The button that lets a failed plan be tried once more."""
    if not desk.may("schedule.edit"):
        st.caption(T("orders_ui.again_who"), width="content")
        return
    why = asked("orders_ui.again", "optional", icon=":material/replay:", name=planned.id, hint="orders_ui.again_hint",
                act="plan.again")  # fmt: skip
    if why:
        with shown_errors():
            scheduler.again(desk, planned.id, why)
            done("orders_ui.again_said")


__all__ = ["COLOURS", "again", "screen", "table", "trouble", "waits"]
