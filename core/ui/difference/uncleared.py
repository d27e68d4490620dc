"""What of the difference is not cleared: by department and group, the most urgent first."""

from __future__ import annotations

import streamlit as st

from core import differences
from core.desk import Desk
from core.differences import papers
from core.i18n import order_key
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.tables import headed, picked, plain_views
from core.ui.tables.export import XLSX
from schemas.base import Id

COLUMNS = (("number", "text"), ("student", "text"), ("group", "text"), ("discipline", "text"), ("credits", "decimal"),
           ("left", "text"), ("department", "text"))  # fmt: skip
WIDTHS = {"student": 200, "discipline": 230, "left": 190}


def screen(desk: Desk) -> Id | None:
    """Draw the list with its filters; the comparison that was clicked, else None."""
    every = differences.uncleared(desk)
    if not every:
        empty("difference.open_none")
        return None
    units = {x.department.id: x.department.label.get(lang()) for x in every if x.department}
    groups = sorted({x.group for x in every if x.group}, key=order_key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox(T("difference.department"), ["", *sorted(units, key=lambda i: order_key(units[i]))],
                            key="v:difference.unit", width=300,
                            format_func=lambda i: units.get(i, T("difference.every")))  # fmt: skip
        group = st.selectbox(T("difference.group"), ["", *groups], key="v:difference.group", width=200,
                             format_func=lambda g: g or T("difference.every"))  # fmt: skip
        late = st.checkbox(T("difference.only_overdue"), key="v:difference.overdue")
        plain_views(desk, "difference")
    found = [
        x for x in every
        if (not unit or x.department is not None and x.department.id == unit) and (not group or x.group == group)
        and (not late or x.overdue)
    ]  # fmt: skip
    spoken = lang()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        said = T("difference.open_n", n=len(found), students=len({x.student.id for x in found}),
                 overdue=sum(x.overdue for x in found))  # fmt: skip
        st.caption(safe(said), width="content")
        if desk.may("student.export"):
            given(T("difference.xlsx"), "differences.xlsx", lambda: papers.open_xlsx(desk, found, spoken),
                  "difference.open.xlsx", XLSX, icon=":material/table_view:")  # fmt: skip
    rows = [
        {"_id": f"{x.of}:{x.code}", "number": x.student_number, "student": x.student.label.get(spoken),
         "group": x.group, "department": x.department.label.get(spoken) if x.department else "",
         "discipline": f"{x.code} {x.discipline.label.get(spoken)}", "credits": x.credits,
         "left": papers.left_word(x, spoken)}
        for x in found
    ]  # fmt: skip
    columns = [headed(c, f"difference.{c}", kind) for c, kind in COLUMNS]
    chosen = picked("difference_open.list", columns, rows, 0, len(rows) + 1, WIDTHS)
    return chosen.partition(":")[0] if chosen else None


__all__ = ["screen"]
