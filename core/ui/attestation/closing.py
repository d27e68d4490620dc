"""What the tabs of results and award share: which commission, which tab, the list for Excel."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import export, looks
from core.attestation.closing import reading
from core.desk import Desk
from core.i18n import t
from core.ui.files import given
from core.ui.page import T, lang
from core.ui.tables.cells import Column, cell, headed
from core.ui.tables.export import XLSX
from schemas.attestation import Commission

TABS = ("sheets", "award", "unfinished")


def chosen(desk: Desk) -> Commission | None:
    """The commission that is looked at, held by the address; None where the year has none for this user."""
    years = reading.years(desk)
    if not years:
        return None
    key, typed = "v:closing.year", st.query_params.get("year", "")
    if st.session_state.get(key) not in years:
        asked = int(typed) if typed.isdigit() else desk.today().year
        st.session_state[key] = asked if asked in years else years[0]
    year = st.selectbox(T("closing.year"), years, key=key, width=110)
    st.query_params["year"] = str(year)
    found = {c.id: c for c in reading.commissions(desk, int(year or years[0]))}
    if not found:
        return None
    held = "v:closing.commission"
    if st.session_state.get(held) not in found:
        asked_for = st.query_params.get("commission", "")
        st.session_state[held] = asked_for if asked_for in found else next(iter(found))
    words = {i: f"{c.number} · {c.name.get(lang())}" for i, c in found.items()}
    id = st.selectbox(T("closing.commission"), list(found), key=held, width=560,
                      format_func=lambda i: words.get(i, str(i)))  # fmt: skip
    commission = found.get(id or "") or next(iter(found.values()))
    st.query_params["commission"] = commission.id
    return commission


def tab() -> str:
    """The open tab, held by the address."""
    key = "v:closing.tab"
    if st.session_state.get(key) not in TABS:
        asked = st.query_params.get("tab", "")
        st.session_state[key] = asked if asked in TABS else TABS[0]
    words = {n: T(f"closing.tab_{n}") for n in TABS}
    found = st.segmented_control(T("closing.title"), TABS, required=True, key=key, label_visibility="collapsed",
                                 format_func=lambda n: words.get(n, n))  # fmt: skip
    st.query_params["tab"] = found or TABS[0]
    return found or TABS[0]


def columns(*paths: str, **kinds: str) -> list[Column]:
    """Columns whose headings are messages; kinds: of those that are no text."""
    return [headed(p, f"closing.{p}", kinds.get(p, "text")) for p in paths]


Rows = Sequence[dict[str, object]]


def taken(desk: Desk, name: str, commission: Commission, of: Sequence[Column], rows: Rows) -> None:
    """The list as an Excel file; who took it is written down."""
    if not desk.may("student.export") or not rows:
        return
    spoken = lang()

    def made() -> bytes:
        looks.note(desk, f"closing.{name}", "commissions", commission.id, commission.label().get(spoken), "download")
        notes = [commission.label().get(spoken), t("tables.exported_at", spoken, at=desk.now(), who=desk.actor.name)]
        body = [[cell(c, r, spoken) for c in of] for r in rows]
        return export.xlsx([s.label(spoken) for _, s in of], body, t(f"closing.tab_{name}", spoken), notes)

    given(T("closing.xlsx"), f"attestation-{name}-{commission.number}.xlsx", made, f"closing.{name}.xlsx", XLSX,
          icon=":material/table_view:")  # fmt: skip


__all__ = ["TABS", "chosen", "columns", "tab", "taken"]
