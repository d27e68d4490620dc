"""Which year, which term, which department: chosen once, held by the address of the page."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core import load
from core.desk import Desk
from core.load.reading import departments
from core.ui.page import T, empty, lang
from schemas.base import Id
from schemas.term import Term

WHOLE = ""


def asked(desk: Desk) -> load.Scope | None:
    """Draw the choice of year, term and department; None, with a word, where the year has no terms."""
    years = sorted(desk.store.names(Term.collection, "year"), reverse=True)
    if not years:
        empty("load.no_terms", "load.no_terms_hint", "pages/calendar.py", "menu.calendar")
        return None
    now = desk.today().year - (desk.today().month < 9)
    _begin("year", years, now if now in years else years[0], int)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(
            T("load.year"), years, key="v:load.year", width=150,
            format_func=lambda y: f"{y}/{(int(y) + 1) % 100:02d}" if str(y).isdigit() else str(y),
        )  # fmt: skip
        every = load.scope_of(desk, int(year or now))
        names = {WHOLE: T("load.whole_year", year=f"{every.year}/{(every.year + 1) % 100:02d}")}
        names |= {t.id: t.label().get(lang()) for t in every.terms}
        _begin("term", list(names), WHOLE)
        term = st.selectbox(T("load.period"), list(names), key="v:load.term", width=280, format_func=_said(names))
        units = {WHOLE: T("load.all_departments")} | {i: n.get(lang()) for i, n in departments(desk).items()}
        _begin("department", list(units), list(units)[1] if len(units) == 2 else WHOLE)
        unit = st.selectbox(T("load.department"), list(units), key="v:load.department", width=320,
                            format_func=_said(units))  # fmt: skip
    scope = load.scope_of(desk, every.year, term or None, unit or None)
    st.query_params.update({"year": str(scope.year), "term": term or "", "department": unit or ""})
    return scope


def _said(names: dict[str, str]) -> Any:
    return lambda x: names.get(x, x)


def _begin(name: str, values: list[Any], usual: Any, kind: type = str) -> None:
    """Where nothing (or what is no longer there) is chosen: what the address says, else the usual."""
    key = f"v:load.{name}"
    if st.session_state.get(key) not in values:
        typed = st.query_params.get(name, "")
        wanted = int(typed) if kind is int and typed.isdigit() else typed
        st.session_state[key] = wanted if wanted in values and typed else usual


def term_of(asked: load.Scope, today: date) -> Id | None:
    """The term whose sections are shown of a teacher: the one asked for, of a whole year the newest that has begun."""
    if len(asked.terms) == 1:
        return asked.terms[0].id
    begun = [t for t in asked.terms if t.starts and t.starts <= today]
    return (begun or list(asked.terms))[-1 if begun else 0].id if asked.terms else None
