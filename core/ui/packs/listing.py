"""Asking for a pack, and the packs that were made."""

from __future__ import annotations

import streamlit as st

from core import packs
from core.desk import Desk
from core.fields import described
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe
from core.ui.tables import pager, picked
from schemas.kinds import PackKind
from schemas.pack import Pack

COLUMNS = ("number", "name", "purpose", "year", "day", "to", "status")
WIDTHS = {"number": 90, "name": 260, "purpose": 190, "year": 110, "day": 95, "to": 240, "status": 100}


def screen(desk: Desk) -> str | None:
    """The page; the id of the pack that was chosen."""
    if desk.may("pack.make"):
        _new(desk)
    page = pager("packs", "")
    rows = packs.listed(desk, page)
    if not rows and not page:
        empty("packs.none", "packs.none_hint" if desk.may("pack.make") else None)
        return None
    columns = [(c, described(Pack, c)) for c in COLUMNS]
    return picked("packs.all", columns, rows, page, widths=WIDTHS)


def _new(desk: Desk) -> None:
    kinds = {k.code: k for k in packs.kinds()}
    with st.expander(T("packs.new"), icon=":material/inventory_2:", expanded=bool(kinds)):
        if not kinds:
            st.info(T("packs.no_kinds"), icon=":material/inbox:")
            return
        code = st.selectbox(T("packs.kind"), list(kinds), key="v:packs.kind", width=420,
                            format_func=lambda c: kinds[c].name.get(lang()) if c in kinds else str(c))  # fmt: skip
        body = kinds[code].as_body(PackKind)
        st.caption(safe(T("packs.holds", list="; ".join(packs.said(desk, body.items, lang())))))
        if desk.may("kind.edit") and st.button(T("packs.contents"), icon=":material/edit:", type="tertiary"):
            st.query_params.from_dict({"edit": code})
            st.rerun()
        key = f"pack:new:{code}"
        first = {"day": desk.today().isoformat(), "to": body.to}
        filled = form(desk, [described(Pack, n) for n in ("to", "day")], key, first, T("packs.make"))
        if filled:
            with shown_errors(key):
                made = packs.ask(desk, code, filled.values, lang(), filled.why)
                st.query_params.from_dict({"id": made.id})
                done("packs.asked", number=made.number)


__all__ = ["screen"]
