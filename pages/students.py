"""Students: find one, narrow the list, take it as a file (clause 24-b)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core import students
from core.orders.acts import MOST
from core.orders.choosing import by_list
from core.search import full_name
from core.students import consent
from core.ui import mass_edit
from core.ui.orders.choosing import bring
from core.ui.page import T, enter, title
from core.ui.tables import Listing, computed, listing

desk = enter("student.read")
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    with st.container():
        title("students.title", "students.title_hint")
    if desk.may("student.register"):
        if st.button(T("students.register"), type="primary", icon=":material/person_add:"):
            st.switch_page("pages/register.py")

SUMS = (
    [
        computed("studies.totals.gpa", "GPA", "GPA", "GPA"),
        computed("studies.totals.credits", "Кредит", "Кредиты", "Credits"),
        computed("studies.totals.academic_debts", "Қарыз", "Долги", "Debts", "int"),
    ]
    if desk.may("student.results")
    else []
)
USUAL = [
    "number", "name.last", "name.first", "name.middle", "studies.status", "studies.programme", "studies.year",
    "studies.group", *(["studies.totals.gpa", "studies.totals.academic_debts"] if SUMS else []),
]  # fmt: skip


def read(text: str, filters: dict[str, Any], sort: str, down: bool, page: int, size: int) -> list[dict[str, Any]]:
    return students.listed(desk, text, filters, sort, down, page, size)


def warn(text: str, filters: dict[str, Any], columns: Sequence[str]) -> str:
    n = consent.missing_in(desk, text, filters, columns)
    return T("records.export_no_consent", n=n) if n else ""


def draft(text: str, filters: dict[str, Any], n: int) -> None:
    """All that is found become the students of a new order."""
    if (
        desk.may("order.draft")
        and n <= MOST
        and st.button(T("orders_ui.from_list", n=n), icon=":material/contract:", type="tertiary")
    ):
        bring([r["_id"] for r in by_list(desk, text, filters)])
        st.switch_page("pages/orders.py", query_params={"new": "1"})
    mass_edit.all_found(desk, text, filters, n)


opened = listing(
    desk,
    Listing(
        name="students", read=read, count=lambda text, filters: students.count(desk, text, filters),
        columns=[c for c in students.columns(desk.actor.role) if not c[1].show.personal] + SUMS,
        usual=students.usual(USUAL, desk.actor.role),
        sorts={k: f"students.sort.{k}" for k in ("name", "number", *(["gpa"] if SUMS else []), "born")},
        filters=students.filters(desk.actor.role),
        name_of=full_name, export="student.export", warn=warn, nothing="students.none",
        act=draft if desk.may("order.draft") or desk.may("student.edit") else None,
        choose=mass_edit.marked if desk.may("student.edit") else None,
    ),
)  # fmt: skip
if opened:
    st.switch_page("pages/student.py", query_params={"id": opened["_id"]})
