"""Permissions to copy on the screen: asking, the register, one with what left by it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import norm_documents
from core.desk import Desk, Why
from core.fields import describe
from core.i18n import moment
from core.norm_documents import permits
from core.ui.files import given
from core.ui.forms import asked, forget, form, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import facts, safe, shown
from core.ui.tables import headed, picked, plain_table
from schemas.norm_permit import NormPermit, PermitState, PermitWish

HEADS = ("number", "document", "holder", "until", "state", "copies", "used")
WIDTHS = {"number": 110, "document": 330, "holder": 240, "until": 100, "state": 120, "copies": 80, "used": 80}


def ask(desk: Desk) -> None:
    """The form that asks the leadership."""
    with st.expander(T("permits.ask"), icon=":material/add:"):
        key = "permit:new"
        filled = form(desk, describe(PermitWish), key, {"copies": 1}, T("permits.ask"), why="optional", columns=3)
        if filled:
            with shown_errors(key):
                made = permits.ask(desk, nested(filled.values), filled.why)
                forget(key)
                done("permits.asked", number=made.number)


def table(found: Sequence[NormPermit]) -> NormPermit | None:
    """The register; the one that was clicked, else the one of the address."""
    heads = [headed(h, f"permits.{h}", "int" if h in ("copies", "used") else "text") for h in HEADS]
    rows = [
        {"_id": x.id, "number": x.number, "document": x.document.label.get(lang()), "holder": x.holder,
         "until": shown(x.until), "state": x.status.label(lang()), "copies": x.copies, "used": len(x.uses)}
        for x in found
    ]  # fmt: skip
    id = picked("permits.table", heads, rows, size=len(rows) + 1, widths=WIDTHS) or st.query_params.get("id")
    return next((x for x in found if x.id == id), None)


def one(desk: Desk, of: NormPermit) -> None:
    """One permission: what it says, the copies that left, the next one, its withdrawal."""
    with st.container(border=True):
        st.subheader(safe(of.label().get(lang())), anchor=False)
        facts([
            (T("permits.document"), of.document.label.get(lang())), (T("permits.purpose"), of.purpose),
            (T("permits.until"), shown(of.until)), (T("permits.state"), of.status.label(lang())),
            (T("permits.asked_by"), of.asked_by.name),
        ])  # fmt: skip
        if of.status is PermitState.given:
            _next(desk, of)
        st.markdown(f"**{T('permits.uses')}**")
        if not of.uses:
            st.caption(T("permits.no_uses"))
            return
        rows = [[moment(u.at, lang(), short=True), u.by.name, u.version.label.get(lang()), u.file] for u in of.uses]
        plain_table([T(f"permits.{h}") for h in ("at", "by", "version", "file")], rows)


def _next(desk: Desk, of: NormPermit) -> None:
    held = [v for v in norm_documents.versions(desk, of.document.id) if v.file is not None]
    if not held:
        st.caption(T("permits.no_versions"))
    elif desk.may(permits.ASK) and of.left and of.until >= desk.today():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            version = st.selectbox(T("permits.version"), held, format_func=lambda v: v.label().get(lang()), width=420)
            name = version.file.label.kk if version.file else ""
            given(T("permits.hand"), name, lambda: permits.hand_out(desk, of.id, version.id, Why())[1],
                  f"permit:{of.id}")  # fmt: skip
    if desk.may(permits.WITHDRAW) and (
        why := asked("permits.withdraw", "required", name=of.id, icon=":material/block:")
    ):
        permits.withdraw(desk, of.id, of.revision, why)
        done("permits.withdrawn")


__all__ = ["ask", "one", "table"]
