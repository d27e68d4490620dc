"""What the registration page looks at: year, course, programme, group; the address keeps every choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from core import calendar, references
from core.desk import Desk
from core.registration import overview
from core.registration.overview import Chosen
from core.registration.printing import span
from core.ui.page import T, lang
from schemas.term import Term
from schemas.words import TermKind

V = TypeVar("V")
ADDRESS = ("tab", "year", "course", "programme", "find", "group", "term", "elective")


def tabs(desk: Desk) -> list[str]:
    """The parts of the page this user has: who only takes payments sees nothing else of it."""
    if desk.may("plan.pay") and not desk.may("student.results"):
        return ["payments"]
    found = ["groups", "electives", "refusals"]
    if desk.may("plan.pay"):
        found.append("payments")
    if desk.may("plan.choose"):
        found.append("table")
    return found


def tab(desk: Desk) -> str:
    """Draw the switch between the parts; the one that is open."""
    names = tabs(desk)
    if len(names) == 1:
        return names[0]
    key = "v:reg.tab"
    asked = st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in names else names[0]
    words = {n: T(f"registration_ui.tab.{n}") for n in names}
    found = st.segmented_control(
        T("registration_ui.tabs"), names, required=True, key=key, on_change=_keep, args=("tab", key),
        format_func=lambda n: words.get(n, n), label_visibility="collapsed",
    )  # fmt: skip
    return found or names[0]


def address(**values: Any) -> None:
    """Put values into the address, an empty one out of it; it is drawn anew."""
    for name, value in values.items():
        _put(name, value)
    st.rerun()


def _put(name: str, value: Any) -> None:
    if value in (None, ""):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def _keep(name: str, key: str) -> None:
    _put(name, st.session_state[key])
    if name != "tab":  # another choice opens its list, not what was open in the one before
        for opened in ("group", "elective"):
            if opened != name:
                st.query_params.pop(opened, None)


def pick(
    name: str, options: Sequence[V], word: Callable[[V], str], width: int = 200, default: V | None = None
) -> V | None:
    """A list whose choice stands in the address under `name`."""
    by = {str(o): o for o in options if o is not None}
    key = f"v:reg.{name}"
    st.session_state[key] = by.get(st.query_params.get(name, ""), default)
    return st.selectbox(
        T(f"registration_ui.choose.{name}"), options, key=key, format_func=word, width=width, on_change=_keep,
        args=(name, key), placeholder=T("common.all"),
    )  # fmt: skip


def text(name: str, width: int = 180) -> str:
    """A field whose text stands in the address under `name`."""
    key = f"v:reg.{name}"
    st.session_state[key] = st.query_params.get(name, "")
    said = st.text_input(
        T(f"registration_ui.choose.{name}"), key=key, width=width, max_chars=60, on_change=_keep, args=(name, key)
    )
    return (said or "").strip()


def year(desk: Desk) -> int | None:
    """The academic year; None where the office has no terms yet."""
    years = overview.years(desk)
    if not years:
        return None
    now = calendar.year_on(desk.today())
    return pick("year", years, span, 130, now if now in years else years[0])


def chosen(desk: Desk, whole: bool = True) -> Chosen | None:
    """Draw the row of choices; what is chosen. whole: with course, programme and group beside the year."""
    if not whole:
        found = year(desk)
        return None if found is None else Chosen(found)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        found = year(desk)
        if found is None:
            return None
        course = pick("course", [None, *range(1, 9)], lambda n: T("common.all") if n is None else str(n), 110)
        names = references.labels(desk, "programmes", {})
        programme = pick(
            "programme", [None, *names], lambda i: names[i].get(lang()) if i in names else T("common.all"), 320
        )
        return Chosen(found, course, programme or "", text("find"))


def term(desk: Desk, of: int) -> Term | None:
    """One term of the year: by itself the one that is open for registration, goes on or comes next."""
    terms = {t.id: t for t in overview.terms(desk, of)}
    if not terms:
        return None
    usual = overview.offered_first(list(terms.values()), calendar.of_year(desk.store, of), desk.today())
    words = {i: t.kind.label(lang()) for i, t in terms.items()}
    id = pick("term", list(terms), lambda i: words.get(i, str(i)), 220, usual.id)
    return terms.get(id or "")


def semester(kind: TermKind) -> str:
    """The name of a semester in this screen's language."""
    return kind.label(lang())
