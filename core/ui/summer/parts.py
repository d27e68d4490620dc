"""What the screens of the summer share: the choice of the year, columns with headings of their own."""

from __future__ import annotations

import streamlit as st

from core import calendar
from core.desk import Desk
from core.ui.page import T
from core.ui.tables import headed
from core.ui.tables.cells import Column
from schemas.term import Term


def year(desk: Desk) -> int | None:
    """The academic year whose summer is looked at, held by the address; None where the office has no terms."""
    years = sorted(desk.store.names(Term.collection, "year"), reverse=True)
    if not years:
        return None
    key, typed = "v:summer.year", st.query_params.get("year", "")
    usual = calendar.year_on(desk.today())
    if st.session_state.get(key) not in years:
        asked = int(typed) if typed.isdigit() else usual
        st.session_state[key] = asked if asked in years else years[0]
    chosen = st.selectbox(
        T("summer.year"),
        years,
        key=key,
        width=150,
        format_func=lambda y: f"{y}/{(int(y) + 1) % 100:02d}" if str(y).isdigit() else str(y),
    )
    st.query_params["year"] = str(chosen)
    return int(chosen)


def tab(names: list[str]) -> str:
    """The part of the page that is open, held by the address."""
    key = "v:summer.tab"
    if st.session_state.get(key) not in names:
        st.session_state[key] = st.query_params.get("tab") if st.query_params.get("tab") in names else names[0]
    words = {n: T(f"summer.tab_{n}") for n in names}
    found = st.segmented_control(
        T("summer.title"), names, required=True, key=key, format_func=lambda n: words.get(n, n),
        label_visibility="collapsed",
    )  # fmt: skip
    st.query_params["tab"] = found or names[0]
    return found or names[0]


def column(path: str, key: str, kind: str = "text") -> Column:
    """A column whose heading is a message of the summer."""
    return headed(path, f"summer.{key}", kind)
