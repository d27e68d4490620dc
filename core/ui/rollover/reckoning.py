"""The arithmetic of a passage: what becomes of the contingent, its sum, who is undecided."""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st

from core import rollover
from core.desk import Desk
from core.rollover import Preview
from core.rollover.turns import new_since, whole
from core.ui.page import T, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.rollover import Rollover, Turn

KEPT = 60  # seconds a reckoning stands on a screen: while one types, it is not made anew at every key


def seen(desk: Desk, year: int, kept: Rollover | None) -> Preview:
    """The reckoning as this screen shows it; the act makes it anew and compares."""
    key = (year, kept.revision if kept else 0)
    held = st.session_state.get("rollover.seen")
    if held is None or held[0] != key or time.monotonic() - held[1] > KEPT:
        held = (key, time.monotonic(), rollover.preview(desk, year))
        st.session_state["rollover.seen"] = held
    found: Preview = held[2]
    return found


def forget() -> None:
    """The next drawing reckons anew."""
    st.session_state.pop("rollover.seen", None)


def arithmetic(found: Preview) -> bool:
    """Draw the counts and the sum; is everybody accounted for?"""
    st.caption(T("rollover.what", since=new_since(found.year)))
    rows = [[Turn(t).label(lang()), shown(n)] for t, n in found.counts.items() if n]
    left, right = st.columns([3, 2])
    with left:
        rows.append([T("rollover.contingent"), shown(found.contingent)])
        plain_table([T("rollover.turn"), T("rollover.students")], rows, right=(1,))
    with right:
        courses = sorted(found.courses.items(), key=lambda x: (x[0][0] or 99, list(Turn).index(x[0][1])))
        plain_table(
            [T("rollover.course"), T("rollover.turn"), T("rollover.students")],
            [[str(c or T("rollover.no_course_cell")), turn.label(lang()), shown(n)] for (c, turn), n in courses if n],
            right=(2,),
        )  # fmt: skip
    parts = " + ".join(str(n) for n in found.counts.values() if n) or "0"
    total = sum(found.counts.values())
    right_sum = total == found.contingent
    said = T("rollover.sum_right" if right_sum else "rollover.sum_wrong", parts=parts, n=total,
             **({} if right_sum else {"contingent": found.contingent}))  # fmt: skip
    if right_sum:
        st.success(safe(said), icon=":material/functions:")
    else:
        st.error(safe(said), icon=":material/functions:")
    if unclear := found.counts[Turn.unclear.value]:
        st.warning(T("rollover.unclear_left", n=unclear), icon=":material/help:")
    return whole(found.counts, found.contingent)


def facts(doc: Rollover) -> None:
    """What was reckoned beside what came of it."""
    counts: Mapping[str, int] = doc.counts
    rows = [
        [Turn(t).label(lang()), shown(counts.get(t, 0)), shown(doc.facts.get(t, 0))]
        for t in [x.value for x in Turn] if counts.get(t) or doc.facts.get(t)
    ]  # fmt: skip
    total = [T("rollover.contingent"), shown(doc.contingent), shown(sum(doc.facts.values()))]
    plain_table([T("rollover.turn"), T("rollover.planned"), T("rollover.fact")], [*rows, total], right=(1, 2))
    if doc.facts and any(counts.get(t, 0) != doc.facts.get(t, 0) for t in {*counts, *doc.facts}):
        st.caption(T("rollover.fewer"))
    if doc.order_day and doc.day:
        st.caption(T("rollover.done_hint", order=safe(doc.order), order_day=doc.order_day, day=doc.day))
    st.caption(f"{T('rollover.plans_made')}: {doc.plans} · {T('rollover.sections_made')}: {doc.sections}")
