"""Who is undecided, who repeats: tables in which the head decides, kept by one act."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from core import rollover
from core.desk import Desk
from core.i18n import number
from core.promotions.decided import decisions
from core.rollover import DECIDABLE, Case
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.rollover.reckoning import forget
from core.ui.tables import plain_table
from core.ui.tables.canvas import table_typed
from core.ui.tables.simple import table_height
from schemas.base import Id
from schemas.rollover import Rollover, Turn

Pair = tuple[Id, Id]


def undecided(desk: Desk, year: int, kept: Rollover | None) -> None:
    """Those whose turn is unclear, each with its reason; a decision where one can be made by hand."""
    found = rollover.undecided(desk, year)
    if not found:
        return
    st.subheader(T("rollover.unclear_title"), anchor=False)
    st.caption(T("rollover.unclear_hint"))
    words = {t.label(lang()): t for t in DECIDABLE}
    decision = T("rollover.decision")
    frame = pd.DataFrame([
        {**_who(c), T("rollover.why"): T(f"rollover.why_{c.why}") if c.why else "—",
         decision: Turn(c.decided).label(lang()) if c.decided else None}
        for c in found
    ])  # fmt: skip
    edited = table_typed(
        frame, hide_index=True, placeholder="—", height=table_height(len(frame)), width="stretch",
        disabled=[c for c in frame.columns if c != decision],
        key=f"unclear:{year}:{kept.revision if kept else 0}",
        column_config={decision: st.column_config.SelectboxColumn(decision, options=list(words))},
    )  # fmt: skip
    now = [words.get(str(v)) for v in edited[decision]]
    changed = {
        (c.student.id, c.study): t for c, t in zip(found, now, strict=True)
        if (t.value if t else "") != c.decided
    }  # fmt: skip
    _save(desk, year, kept, changed, "unclear")


def repeating(desk: Desk, year: int, kept: Rollover | None) -> None:
    """Who may have to repeat, by limits typed here; the head ticks who does."""
    st.subheader(T("rollover.repeat_title"), anchor=False)
    st.caption(T("rollover.repeat_hint"))
    if settled := decisions(desk.store, year):
        st.info(T("rollover.promotion_n", n=len(settled)), icon=":material/stairs:")
        go("pages/promotion.py", "menu.promotion", year=str(year))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        gpa = st.number_input(T("rollover.gpa_below"), 0.0, 4.0, None, 0.01, key="v:rollover.gpa", width=180)
        debts = st.number_input(T("rollover.debts_from"), 0, 50, None, 1, key="v:rollover.debts", width=180)
        words = {0: T("rollover.any_course")} | {c: str(c) for c in range(1, 9)}
        course = st.selectbox(T("rollover.only_course"), list(words), key="v:rollover.course", width=160,
                              format_func=lambda c: words.get(c, str(c)))  # fmt: skip
    limit = None if gpa is None else Decimal(str(gpa))
    found = rollover.proposed(desk, year, limit, None if debts is None else int(debts), course or None)
    if not found:
        if limit is not None or debts is not None:
            st.caption(T("rollover.repeat_none"))
        return
    tick = T("rollover.repeats")
    frame = pd.DataFrame([
        {tick: c.decided == Turn.repeating.value, **_who(c),
         T("rollover.gpa"): "—" if c.gpa is None else number(c.gpa, lang(), 2), T("rollover.debts"): c.debts}
        for c in found
    ])  # fmt: skip
    edited = table_typed(
        frame, hide_index=True, placeholder="—", height=table_height(len(frame)), width="stretch",
        disabled=[c for c in frame.columns if c != tick],
        key=f"repeat:{year}:{kept.revision if kept else 0}:{limit}:{debts}:{course}",
    )  # fmt: skip
    changed: dict[Pair, Turn | None] = {
        (c.student.id, c.study): Turn.repeating if on else None for c, on in zip(found, edited[tick], strict=True)
        if bool(on) != (c.decided == Turn.repeating.value)
    }  # fmt: skip
    _save(desk, year, kept, changed, "repeat")


def _save(desk: Desk, year: int, kept: Rollover | None, changed: dict[Pair, Turn | None], name: str) -> None:
    why = asked("rollover.save", name=name, disabled=not changed, icon=":material/save:", act="rollover.decide")
    if why:
        with shown_errors():
            rollover.decide(desk, year, kept.revision if kept else 0, changed, why)
            forget()
            done("rollover.saved", n=len(changed))


def _who(c: Case) -> dict[str, str]:
    return {
        T("rollover.student"): c.student.label.get(lang()), T("rollover.number"): c.number,
        T("rollover.course"): str(c.course or T("rollover.no_course_cell")), T("rollover.group"): c.group,
    }  # fmt: skip


def behind(cases: Sequence[Case]) -> None:
    """Who was left behind, and why."""
    st.error(T("rollover.behind", n=len(cases)), icon=":material/person_alert:")
    st.caption(T("rollover.behind_hint"))
    plain_table(
        [*_who(cases[0]), T("rollover.why")],
        [[*_who(c).values(), T(f"rollover.why_{c.why}") if c.why else c.turn.label(lang())] for c in cases],
    )
