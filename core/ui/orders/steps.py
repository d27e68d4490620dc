"""What may be done with an order now, by its state and the user's right; a refusal stays on the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st
from pydantic import TypeAdapter

from core import approvals, house, orders
from core.desk import Desk
from core.fields import Option, described, form_fields
from core.orders.reading import Seen, signers
from core.ui import inbox
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.orders.drafting import FIRST, LAST, choose_kind, opened
from core.ui.page import T, done, go, lang
from schemas.kinds import OrderKind, Sort
from schemas.order import STANDS, HandedCopy, Order, OrderStatus


def steps(desk: Desk, order: Order, kind: OrderKind, seen: Seen | None, unsaved: bool) -> None:
    """Draw the buttons. seen: what was found wrong with a draft; unsaved: cells are typed and not saved."""
    with st.container(horizontal=True, vertical_alignment="center"):
        match order.status:
            case OrderStatus.draft if desk.may("order.draft") and seen is not None:
                _check(desk, order, seen, unsaved)
                _drop(desk, order)
            case OrderStatus.checked:
                _agreeing(desk, order)
            case OrderStatus.agreed:
                if desk.may("order.sign"):
                    _sign(desk, order)
                if desk.may("order.draft"):
                    _take_back(desk, order)
        if order.number and order.copy_hr is None and desk.may("order.receive"):
            _receive(desk, order)
    if order.status in STANDS and not kind.cancels and desk.may("order.draft"):
        _cancel(desk, order)


def _check(desk: Desk, order: Order, seen: Seen, unsaved: bool) -> None:
    stops = bool(seen.refusing) or unsaved
    need: Any = "required" if seen.warning else "optional"
    why = asked("orders_ui.check", need, "primary", ":material/fact_check:", order.id, disabled=stops,
                hint=f"orders_ui.check_{'warned' if seen.warning else 'hint'}", act="order.check")  # fmt: skip
    if unsaved:
        st.caption(T("orders_ui.save_first"), width="content")
    elif seen.refusing:
        st.caption(T("orders_ui.mend_first", n=len(seen.refusing)), width="content")
    if why:
        with shown_errors():
            made = orders.check(desk, order.id, order.revision, why)
            done("orders_ui.sent" if made.status is OrderStatus.checked else "orders_ui.agreed_at_once")


def _drop(desk: Desk, order: Order) -> None:
    if why := asked("orders_ui.drop", icon=":material/delete:", name=order.id, hint="orders_ui.drop_hint",
                    act="order.drop"):  # fmt: skip
        with shown_errors():
            orders.drop(desk, order.id, order.revision, why)
            done("orders_ui.dropped")


def _agreeing(desk: Desk, order: Order) -> None:
    """Who is to agree decides here too, not in the inbox only."""
    for approval in approvals.of_subject(desk, order.id)[:1]:
        if approval.at is not None:
            step = approval.steps[approval.at]
            whom = step.user.label.get(lang()) if step.user else step.role.label(lang())
            st.caption(T("orders_ui.waits_for", who=whom), width="content")
            with shown_errors():
                inbox.decision(desk, approval)


def _take_back(desk: Desk, order: Order) -> None:
    if why := asked("orders_ui.take_back", icon=":material/undo:", name=order.id, hint="orders_ui.take_back_hint",
                    act="order.take_back"):  # fmt: skip
        with shown_errors():
            orders.take_back(desk, order.id, order.revision, why)
            done("orders_ui.taken_back")


def _sign(desk: Desk, order: Order) -> None:
    if order.author is not None and order.author.id == desk.actor.id:
        st.caption(f":material/info: {T('orders_ui.not_yours')}", width="content")
        return
    found = signers(desk, desk.today())
    options = tuple(Option(str(n), s) for n, s in enumerate(found))
    specs = [
        described(Order, "number"),
        replace(described(Order, "day"), required=True),
        replace(described(Order, "signer"), kind="choice", choices=options, required=True, adapter=TypeAdapter(str)),
    ]
    with st.popover(T("orders_ui.sign"), type="primary", icon=":material/signature:"):
        st.caption(T("orders_ui.sign_hint"))
        if not found:
            st.warning(T("orders_ui.no_signers"), icon=":material/person_off:")
            go("pages/institution.py", "menu.institution", "tune")
        key = f"sign:{order.id}"
        first = {"number": "", "day": desk.today().isoformat(), "signer": "0" if len(found) == 1 else None}
        filled = form(desk, specs, key, first, T("orders_ui.sign_do"), "optional", order.revision, act="order.sign")
        if filled:
            with shown_errors(key):
                day, signer = date.fromisoformat(filled.values["day"]), found[int(filled.values["signer"])]
                number = filled.values["number"] or ""
                made = orders.sign(desk, order.id, filled.revision, day, signer, filled.why, number)
                done("orders_ui.signed", number=made.number)


def _receive(desk: Desk, order: Order) -> None:
    with st.popover(T("orders_ui.receive"), icon=":material/inventory_2:",
                    type="primary" if order.status is OrderStatus.signed else "secondary"):  # fmt: skip
        st.caption(T("orders_ui.receive_hint"))
        key, specs = f"receive:{order.id}", form_fields(HandedCopy)
        first = {"day": desk.today(), "name": desk.actor.name, "copies": 1}
        filled = form(desk, specs, key, flat(specs, first), T("orders_ui.receive_do"), revision=order.revision)
        if filled:
            with shown_errors(key):
                orders.receive(desk, order.id, filled.revision, filled.values, filled.why)
                done("orders_ui.received")


def _cancel(desk: Desk, order: Order) -> None:
    """A draft of a cancelling kind, for all of this order or for chosen students; also of one that waits for its
    day or its copy."""
    kinds = {k.code for k in house.entries(Sort.order) if k.body.cancels}  # type: ignore[union-attr]
    left = [x for x in order.lines if not x.reversed]
    if not kinds or not left:
        return
    with st.expander(T("orders_ui.cancel"), icon=":material/block:"):
        st.caption(T("orders_ui.cancel_hint"))
        code = next(iter(kinds)) if len(kinds) == 1 else choose_kind(f"order.cancel_kind:{order.id}", kinds)
        names = {x.study: f"{x.student.label.get(lang())} · {x.number}" for x in left}
        some = st.multiselect(
            T("orders_ui.cancel_whom"), list(names), key=f"v:order.cancel:{order.id}",
            format_func=lambda s: names.get(s, str(s)), placeholder=T("orders_ui.all_of_them"),
        )  # fmt: skip
        day = st.date_input(T("orders_ui.effective"), desk.today(), key=f"v:order.cancel_day:{order.id}",
                            format="DD.MM.YYYY", min_value=FIRST, max_value=LAST)  # fmt: skip
        why = asked("orders_ui.cancel_do", "optional", "primary", ":material/edit_document:", order.id,
                    disabled=code is None or not isinstance(day, date), act="order.draft")  # fmt: skip
        made = None
        if why and code and isinstance(day, date):
            with shown_errors():
                pairs = [(x.student.id, x.study) for x in left if not some or x.study in some]
                made = orders.draft(desk, code, day, pairs, why, cancels=order.id)
        if made:
            opened(made.id)


__all__ = ["steps"]
