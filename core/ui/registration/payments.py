"""Payments of repeats on the screen: who has not paid for what, one line after another, by keyboard."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.i18n import date_short
from core.registration import overview
from core.registration.frame import study_rules
from core.registration.overview import Chosen
from core.ui.page import T, empty, lang
from core.ui.registration import steps
from core.ui.registration.groups import column
from core.ui.style import safe
from core.ui.tables import pager, picked
from schemas.base import Ref
from schemas.study_plan import Payment
from schemas.words import PlanReason


def screen(desk: Desk, chosen: Chosen) -> None:
    """The lines that are paid for; the first one without a mark stands open, so that Enter takes them one by one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("registration_ui.find_student"), key="v:reg.payer", width=280, max_chars=60) or ""
        words = {False: T("registration_ui.not_paid_many"), True: T("registration_ui.paid_many")}
        st.session_state.setdefault("v:reg.paid", False)
        paid = bool(st.segmented_control(
            T("registration_ui.paid"), [False, True], required=True, key="v:reg.paid",
            format_func=lambda p: words.get(p, str(p)), label_visibility="collapsed",
        ))  # fmt: skip
    page = pager("reg_payments", (text, paid, chosen.year))
    rows = overview.unpaid(desk, chosen.year, text, paid, page)
    if not rows:
        empty("registration_ui.no_paid" if paid else "registration_ui.no_unpaid", "registration_ui.no_unpaid_hint")
        return
    rules = study_rules()
    said = [
        {**r, "reason": _reason(r["reason"]), "price": rules.price * r["credits"] if rules.price else None,
         "mark": _mark(r["payment"])}
        for r in rows
    ]  # fmt: skip
    columns = [
        column("number", "number"), column("student", "name", "ref"), column("group", "group"), column("code", "code"),
        column("discipline", "discipline", "ref"), column("credits", "credits", "decimal"), column("reason", "reason"),
        column("term", "term", "ref"), column("price", "price", "decimal"),
        *([column("mark", "payment")] if paid else []),
    ]  # fmt: skip
    if not paid:
        _open(desk, rows)
    picked_id = picked("reg_payments.list", columns, said, page)
    if picked_id:
        st.session_state["reg.paying"] = picked_id
        if not paid:
            st.rerun()
    if paid and (row := next((r for r in rows if r["_id"] == st.session_state.get("reg.paying")), None)):
        _one(desk, row)


def _open(desk: Desk, rows: list[dict]) -> None:  # type: ignore[type-arg]
    wanted = st.session_state.get("reg.paying")
    _one(desk, next((r for r in rows if r["_id"] == wanted), rows[0]))


def _one(desk: Desk, row: dict) -> None:  # type: ignore[type-arg]
    student, discipline = (Ref.model_validate(row[k]).label.get(lang()) for k in ("student", "discipline"))
    with st.container(border=True):
        st.markdown(f"**{safe(student)}** · {safe(row['number'])} · {safe(row['code'])} {safe(discipline)}")
        held = Payment.model_validate(row["payment"]) if row["payment"] else None
        steps.payment(desk, row["plan"], row["revision"], row["line"], held)


def _mark(payment: dict | None) -> str:  # type: ignore[type-arg]
    if not payment:
        return ""
    mark = Payment.model_validate(payment)
    return " · ".join(x for x in (date_short(mark.day), mark.receipt, str(mark.amount or "")) if x)


def _reason(value: str) -> str:
    return PlanReason(value).label(lang())
