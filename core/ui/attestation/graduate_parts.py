"""What the parts of the graduates' page share: year, tab, commission (held by the address), the files of a list."""

from __future__ import annotations

import streamlit as st

from core import looks
from core.attestation.candidacies import papers
from core.attestation.candidacies.reading import commissions, years
from core.attestation.candidacies.whom import year_of
from core.desk import Desk
from core.ui.attestation import pickers
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.tables.export import XLSX
from schemas.attestation import Commission

AREA = "graduates"


def year(desk: Desk) -> int:
    """The year of attestation that is looked at."""
    usual = year_of(desk.today())
    known = sorted({usual, *years(desk)}, reverse=True)
    return pickers.year(known, usual, AREA)


def tab(names: list[str]) -> str:
    """The part of the page that is open."""
    key, asked = f"v:{AREA}.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in names else names[0]
    words = {n: T(f"{AREA}.tab.{n}") for n in names}
    found = st.segmented_control(
        T(f"{AREA}.title"), names, required=True, key=key, on_change=_turned, args=(names[0],),
        format_func=lambda n: words.get(n, n), label_visibility="collapsed",
    )  # fmt: skip
    return found or names[0]


def _turned(first: str) -> None:
    st.query_params["tab"] = st.session_state[f"v:{AREA}.tab"] or first


def commission(desk: Desk, at: int, every: bool = True, right: str = "attestation.read") -> Commission | None:
    """One commission of the year; every: none of them chosen means all. With none to choose it says what to do."""
    found = commissions(desk, at, right)
    if not found and not every:
        empty("graduates.no_commissions", "graduates.no_commissions_hint", "pages/commissions.py",
              "graduates.go_commissions", year=at)  # fmt: skip
    return pickers.commission(found, AREA, every) if found else None


def files(desk: Desk, of: papers.Paper, at: int) -> None:
    """The list as PDF and for Excel."""
    name, spoken = f"{of.name}-{at}-{desk.today().isoformat()}", lang()

    def table() -> bytes:
        looks.note(desk, "graduates", "candidacies", "", f"{name}.xlsx", "download")
        return papers.xlsx(desk, of, at, spoken)

    def printed() -> bytes:
        made = papers.pdf(desk, of, at, spoken)
        looks.note(desk, "graduates", "candidacies", "", f"{name}.pdf", "print")
        return made

    with st.container(horizontal=True):
        given(T("graduates.pdf"), f"{name}.pdf", printed, f"graduates.{of.name}.pdf")
        given("XLSX", f"{name}.xlsx", table, f"graduates.{of.name}.xlsx", XLSX, icon=":material/table_view:")
