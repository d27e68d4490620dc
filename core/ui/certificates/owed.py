"""Who is owed a certificate by an order and has none yet; all of them, or some, in one press."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core.desk import Desk
from core.papers import owed
from core.ui.certificates.pressing import language, news, press
from core.ui.page import T, empty, go, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.base import Id

YEAR = timedelta(days=365)


def not_issued(desk: Desk, order: Id, first: str) -> None:
    """The list, and the press. order: of one order only; first: the kind the address names."""
    kinds = {k.code: k.name.get(lang()) for k in owed.kinds()}
    if not kinds:
        empty("certificates.no_owed_kinds")
        return
    codes = list(kinds)
    code = first if first in kinds else codes[0]
    if len(codes) > 1:
        code = st.selectbox(T("certificates.kind"), codes, codes.index(code), format_func=lambda c: kinds.get(c, c),
                            key="v:certificates.owed", width=420)  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        all_years = bool(order) or st.toggle(T("certificates.all_years"), key="v:certificates.all_years")
        found = owed.owed(desk, code, order, None if all_years else desk.today() - YEAR)
        st.markdown(f"**{kinds[code]}** · {T('certificates.owed_n', n=len(found))}")
        if order:
            go("pages/certificates.py", "certificates.all_orders", "filter_alt_off", part="owed")
    if not found:
        empty("certificates.none_owed", "certificates.none_owed_hint")
        news(desk)
        return
    plain_table(
        [T(f"certificates.col_{c}") for c in ("name", "number", "group", "status", "order", "day", "waits")],
        [[x.student.label.get(lang()), x.number, x.group, x.status.label(lang()), x.order.label.kk, shown(x.day),
          T("certificates.waits") if x.waits else ""] for x in found],
    )  # fmt: skip
    if desk.may("paper.make"):
        with st.container(border=True):
            names = {(x.student.id, x.study): f"{x.student.label.get(lang())} · {x.number}" for x in found}
            key = f"v:certificates.owed:{code}:{order}:{len(found)}"
            st.session_state.setdefault(key, list(names))
            chosen = st.multiselect(
                T("certificates.chosen", n=len(found)), list(names), format_func=lambda p: names.get(p, str(p)),
                key=key, placeholder=T("common.not_chosen"),
            )  # fmt: skip
            spoken = language("v:certificates.owed_lang")
            waits = {x.study: x.waits for x in found if x.waits}
            press(desk, code, [p for p in chosen if p in names], spoken, {}, key, waits)
    news(desk)


__all__ = ["not_issued"]
