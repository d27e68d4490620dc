"""Opening the sheets of a period on the screen: what is asked, what would be opened, how far the work is."""

from __future__ import annotations

from collections import Counter

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.desk import Desk
from core.i18n import t
from core.sheets import period
from core.ui import jobs as kit
from core.ui.exams.parts import faculty_of
from core.ui.forms import asked
from core.ui.jobs import error_words
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang, tell
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.term import Term

SHOWN = 300


def wish(desk: Desk, term: Term) -> period.Wish | None:
    """What is to be opened, as asked on the screen; None where the office has no such kind."""
    kinds = {code: name.get(lang()) for code, name in period.offered(term)}
    if not kinds:
        empty("sheets.no_kinds", "sheets.no_kinds_hint", "pages/kinds.py", "menu.kinds")
        return None
    chosen = st.pills(
        T("sheets.kinds"), list(kinds), selection_mode="multi", key=f"v:period.kinds:{term.id}",
        format_func=lambda c: kinds.get(c, c),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        faculty = faculty_of(desk, term, "v:period.faculty")
        day = st.date_input(
            T("sheets.other_day"), None, key="v:period.day", format="DD.MM.YYYY", width=230,
            help=T("sheets.other_day_hint"),
        )  # fmt: skip
        due = st.date_input(
            T("sheets.due"), None, key="v:period.due", format="DD.MM.YYYY", width=200, help=T("sheets.period_due_hint"),
        )  # fmt: skip
        draft = st.toggle(T("sheets.as_drafts"), key="v:period.draft", help=T("sheets.as_drafts_hint"))
    return period.Wish(term.id, tuple(c for c in kinds if c in chosen), faculty or "", day, due, draft)


def previewed(desk: Desk, asked_for: period.Wish) -> period.Preview | None:
    """The preview once it was asked for, of exactly this wish."""
    if st.button(T("sheets.show_plan"), icon=":material/preview:", key="period.show", disabled=not asked_for.kinds):
        st.session_state.pop("period.plan", None)
        with shown_errors(), st.spinner(T("sheets.show_plan")):
            st.session_state["period.plan"] = period.preview(desk, asked_for)
    held: period.Preview | None = st.session_state.get("period.plan")
    return held if held and held.wish == asked_for else None


def plan(found: period.Preview) -> None:
    """What would be opened of each kind, and who is left out and why."""
    heads = [T(f"sheets.{w}") for w in ("kind", "plan_opened", "plan_students", "plan_left")]
    rows = [[name.get(lang()), *map(shown, figures)] for name, *figures in found.counts()]
    if rows:
        plain_table(heads, rows, (1, 2, 3))
    if found.opened:
        with st.expander(T("sheets.plan_whole", n=len(found.opened)), icon=":material/list:"):
            words = ("kind", "discipline", "section", "students", "day", "room", "examiners")
            rows = [
                [p.name.get(lang()), p.of.discipline.label.get(lang()), p.of.section.label.get(lang()),
                 str(p.of.members), shown(p.day), p.room or "—", ", ".join(e.label.get(lang()) for e in p.examiners)]
                for p in found.opened[:SHOWN]
            ]  # fmt: skip
            with _box(len(rows)):
                plain_table([T(f"sheets.{w}") for w in words], rows, (3,))
            _first(len(found.opened))
    if found.left:
        why = Counter(p.why for p in found.left)
        with st.expander(T("sheets.plan_left_list", n=len(found.left)), icon=":material/block:"):
            several = "; ".join(f"{_general(k)} — {n}" for k, n in why.most_common())
            st.caption(safe(several))
            heads = [T(f"sheets.{w}") for w in ("kind", "discipline", "section", "why")]
            rows = [
                [p.name.get(lang()), p.of.discipline.label.get(lang()), p.of.section.label.get(lang()),
                 t(p.why, lang(), **p.values)]
                for p in found.left[:SHOWN]
            ]  # fmt: skip
            with _box(len(rows)):
                plain_table(heads, rows)
            _first(len(found.left))


def _box(rows: int) -> DeltaGenerator:
    """A long list scrolls in its own box."""
    return st.container(height=480 if rows > 12 else "content", border=False)


def _general(key: str) -> str:
    return T("sheets.left_already", number="…") if key == "sheets.left_already" else T(key)


def _first(n: int) -> None:
    if n > SHOWN:
        st.caption(T("sheets.plan_first", n=SHOWN))


def begin(desk: Desk, found: period.Preview) -> None:
    """The button that opens all that was shown."""
    why = asked("sheets.open_all", need="optional", type="primary", icon=":material/playlist_add_check:",
                name=found.mark()[:12], hint="sheets.open_all_hint")  # fmt: skip
    if why:
        with shown_errors():
            kit.begun(period.JOB, period.begin(desk, found, why))
            st.session_state.pop("period.plan", None)
            st.rerun()


def news(desk: Desk) -> None:
    """The opening that goes on, or what came of it; who was refused stays on the screen."""
    ended = kit.news(desk, period.JOB)
    if ended is not None:
        with shown_errors():
            kit.refused(ended)
        if result := ended["result"]:
            st.session_state["period.left"] = result["left"]
            whole = result["done"] + result["n_left"] >= result["total"]
            tell("sheets.period_opened" if whole else "sheets.period_part", n=result["done"], total=result["total"])
            st.rerun()
    if left := st.session_state.get("period.left"):
        st.warning(T("sheets.period_refused", n=len(left)), icon=":material/block:")
        rows = [[r["section"], error_words(r)] for r in left]
        plain_table([T("sheets.section"), T("sheets.why")], rows, widths=(200,))


__all__ = ["begin", "news", "plan", "previewed", "wish"]
