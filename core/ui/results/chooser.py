"""What the page of results looks at: the part, the term, the cut; the address keeps every choice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import references
from core.db.store import Row, Store
from core.desk import Desk
from core.i18n import order_key
from core.results import reading, signals
from core.results.reading import BY, Cut
from core.results.rules import Figure
from core.scope import Scope, scope_of
from core.sheets import forms
from core.sums import generation
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import pick
from schemas.base import Id
from schemas.term import Term
from schemas.words import Funding, StudyLanguage

TABS = ("term", "trend", "marking")
ADDRESS = ("tab", "term", *BY, "first", "teacher")


@dataclass(frozen=True)
class Chosen:
    """The term, all that have begun, whose figures, the cut, the rows of the term before the cut, and the words."""

    term: Term
    terms: tuple[Term, ...]
    least: int
    scope: Scope
    cut: Cut
    rows: list[Row]
    words: dict[str, Callable[[Any], str]]

    @property
    def narrowed(self) -> list[Row]:
        """The rows of the cut."""
        return reading.narrowed(self.rows, self.cut)


def tab(desk: Desk) -> str:
    """The part of the page that is open; a teacher sees but his own marking."""
    if signals.alone(desk):
        return "marking"
    words = {n: T(f"results.tab_{n}") for n in TABS}
    key, asked = "v:results.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in TABS else TABS[0]
    found = st.segmented_control(
        T("results.tabs"), TABS, required=True, key=key, on_change=_turned, format_func=lambda n: words.get(n, n),
        label_visibility="collapsed",
    )  # fmt: skip
    return found or TABS[0]


def _turned() -> None:
    st.query_params["tab"] = st.session_state["v:results.tab"] or TABS[0]


def term(desk: Desk, all_terms: bool = False) -> tuple[Term, tuple[Term, ...]] | None:
    """The term that is looked at, and all that have begun; None, with a word, where none has."""
    known = tuple(reading.terms(desk.store, desk.today()))
    usual = reading.newest(desk, known)
    if usual is None:
        empty("results.no_terms", "results.no_terms_hint", "pages/calendar.py", "menu.calendar")
        return None
    by = {t.code: t for t in known}
    code = usual.code
    if not all_terms:
        code = pick("term", list(by), lambda c: by[c].label().get(lang()), 280, code, False, "results") or code
    return by[code], known


def chosen(desk: Desk, all_terms: bool = False) -> Chosen | None:
    """Draw the filters; what they chose. all_terms: of every term, so none is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        found = term(desk, all_terms)
        if found is None:
            return None
        scope = scope_of(desk)
        rows = _rows(scope, desk.store.name, generation(desk.store), found[0].code, desk.store)
        words = words_of(desk)
        cut = _cut(rows, words)
    return Chosen(*found, reading.least_shown(desk.store), scope, cut, rows, words)


def words_of(desk: Desk) -> dict[str, Callable[[Any], str]]:
    """How the values of each cut are said."""
    units, programmes = references.labels(desk, "departments"), references.labels(desk, "programmes")
    kinds = {k.code: k.name for k in forms.kinds()}
    spoken = {v.value: v.label(lang()) for v in StudyLanguage}
    paid = {v.value: v.label(lang()) for v in Funding}
    none, other, spoke = T("home.none"), T("results.kind_none"), lang()
    return {
        "department": lambda i: units[i].get(spoke) if i in units else none,
        "programme": lambda i: programmes[i].get(spoke) if i in programmes else none,
        "year": lambda y: T("home.year", year=y) if y else T("home.year_none"),
        "language": lambda v: spoken.get(v, none),
        "funding": lambda v: paid.get(v, none),
        "kind": lambda c: kinds[c].get(spoke) if c in kinds else other,
    }


def _cut(rows: Sequence[Row], words: dict[str, Callable[[Any], str]]) -> Cut:
    found: dict[str, Any] = {}
    widths = {"department": 250, "programme": 250, "year": 110, "language": 140, "funding": 170, "kind": 230}
    for name in BY:
        values = ordered({r[name] for r in rows if r[name] not in (None, "")}, words[name], name)
        found[name] = pick(name, values, words[name], widths[name], area="results")
        rows = [r for r in rows if found[name] is None or r[name] == found[name]]
    once = {"1": T("results.first_only")}
    found["first"] = True if pick("first", list(once), once.__getitem__, 190, area="results") else None
    return Cut(**found)


def ordered(values: Iterable[Hashable], word: Callable[[Any], str], name: str) -> list[Any]:
    """Years by number, everything else in the order of the alphabet; what is not said comes last."""
    if name == "year":
        return sorted(values, key=lambda y: (y is None, y or 0))
    return sorted(values, key=lambda v: (v in (None, ""), order_key(word(v))))


# The scope itself is the key, as on the home page: whoever may see it sees the same figures.
@st.cache_data(ttl="10m", max_entries=100, show_spinner=False)
def _rows(scope: Scope, base: str, generation: int, code: str, _store: Store) -> list[Row]:
    return reading.of_term(_store, scope, code)


def trend(desk: Desk, of: Chosen) -> list[tuple[Term, Figure]]:
    """The cut, term by term."""
    codes = tuple(t.code for t in of.terms)
    return _trend(of.scope, desk.store.name, generation(desk.store), codes, of.cut, of.least, desk.store, of.terms)


@st.cache_data(ttl="10m", max_entries=100, show_spinner=False)
def _trend(
    scope: Scope, base: str, generation: int, codes: tuple[str, ...], cut: Cut, least: int, _store: Store,
    _terms: Sequence[Term],
) -> list[tuple[Term, Figure]]:  # fmt: skip
    return reading.trend(_store, scope, _terms, cut, least)


@st.cache_data(ttl="10m", max_entries=20, show_spinner=False)
def _teachers(base: str, generation: int, codes: tuple[str, ...], _store: Store, _terms: Sequence[Term]) -> Any:
    return signals.of_teachers(_store, _terms)


def teachers(desk: Desk, terms: Sequence[Term]) -> dict[str, list[Row]]:
    """Counts of every teacher in the newest terms; core.results.signals narrows them before they are shown."""
    last = terms[: signals.TERMS]
    found: dict[str, list[Row]] = _teachers(
        desk.store.name, generation(desk.store), tuple(t.code for t in last), desk.store, last
    )
    return found


def department(desk: Desk, rows: Iterable[Row]) -> Id | None:
    """One department of those that the user's figures hold."""
    scope, words = scope_of(desk), words_of(desk)["department"]
    ids = {r["department"] for r in rows if r["department"] and scope.holds(r)}
    return pick("department", ordered(ids, words, "department"), words, 300, area="results")
