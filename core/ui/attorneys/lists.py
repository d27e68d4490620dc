"""The list of powers of attorney: those that stand, all where asked; who may not see all sees his own."""

from __future__ import annotations

import streamlit as st

from core import attorneys
from core.attorneys import Standing
from core.desk import Desk
from core.fields import described
from core.ui.page import T, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import headed, pager, picked
from schemas.attorney import Attorney

WIDTHS = {"number": 80, "who": 215, "before": 275, "starts": 95, "ends": 95, "now": 160}


def draw(desk: Desk) -> str | None:
    """The list; the id of the chosen one."""
    every = desk.may("attorney.read")
    over = st.toggle(T("attorneys.over"), key="v:attorneys.over") if every else True
    page = pager("attorneys", over)
    found = attorneys.listed(desk, over, page) if every else attorneys.mine(desk)
    if not found:
        hint = "attorneys.none_hint" if desk.may("attorney.edit") else None
        empty(*(("attorneys.none", hint) if every else ("attorneys.none_mine", "attorneys.none_mine_hint")))
        return None
    today = desk.today()
    for of in (a for a in found if attorneys.standing(a, today) is Standing.soon):
        st.warning(safe(T("attorneys.soon_line", number=of.number, who=of.who.label, day=of.ends)),
                   icon=":material/hourglass_bottom:")  # fmt: skip
    rows = [
        {"_id": a.id, "number": a.number, "who": a.who.label.get(lang()), "before": a.before, "starts": shown(a.starts),
         "ends": shown(a.ends), "now": attorneys.standing(a, today).label(lang())}
        for a in found
    ]  # fmt: skip
    columns = [(n, described(Attorney, n)) for n in ("number", "before")]
    columns[1:1] = [headed("who", "attorneys.who")]
    columns += [headed(n, f"attorneys.{k}") for n, k in (("starts", "starts"), ("ends", "ends"), ("now", "state"))]
    return picked("attorneys.all", columns, rows, page, widths=WIDTHS)
