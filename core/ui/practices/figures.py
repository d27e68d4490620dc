"""Practices in figures: by department and by base; the rows behind them stand in the report builder."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.practices import reading
from core.ui.page import T, empty, lang
from core.ui.practices.lists import year
from core.ui.tables import plain_table

COUNTS = ("practices", "students", "placed", "unplaced", "ordered", "late_orders", "ready", "sheets", "late")


def draw(desk: Desk) -> None:
    """Both tables of one academic year."""
    found = reading.listed(desk, year(desk, "practices.figures"))
    if not found:
        empty("practices.none")
        return
    st.subheader(T("practices.by_department"), anchor=False)
    rows = reading.by_department(found, desk.today())
    every = (T("common.all"), reading.summed(found, desk.today()))
    said = [[name.get(lang()), *(getattr(s, c) for c in COUNTS)] for name, s in rows]
    said.append([every[0], *(getattr(every[1], c) for c in COUNTS)])
    heads = [T("practices.head_department"), *(T(f"practices.sum_{c}") for c in COUNTS)]
    plain_table(heads, said, right=range(1, len(heads)), widths=(260,))
    st.subheader(T("practices.by_base"), anchor=False)
    houses = [[name.get(lang()), n, many] for name, n, many in reading.by_base(found)]
    if houses:
        heads = [T(f"practices.head_{h}") for h in ("base", "n", "practices")]
        plain_table(heads, houses, right=(1, 2), widths=(420, 110, 110))
    else:
        empty("practices.nobody_placed")
