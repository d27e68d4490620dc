"""Small parts that the tabs share: a choice of faculty, a table of exams that opens one, clashes in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import exams
from core.busy import clock_of
from core.desk import Desk
from core.exams.rules import Clash, Near, Sitting
from core.i18n import date_short, weekday_name
from core.ui.page import T, lang
from core.ui.tables import plain_table
from core.ui.tables.canvas import table_drawn
from schemas.base import Id
from schemas.exam import Exam
from schemas.term import Term

SHOWN = 200


def faculty_of(desk: Desk, term: Term, key: str) -> Id | None:
    """A choice of faculty; None: all of them. Nothing is drawn where the term has but one."""
    rows = desk.store.aggregate("sections", [
        {"$match": {"term.id": term.id, "faculty.id": {"$exists": True}}},
        {"$group": {"_id": "$faculty.id", "name": {"$first": "$faculty.label"}}},
    ])  # fmt: skip
    names = {r["_id"]: r["name"].get(lang()) or r["name"]["kk"] for r in rows if r["_id"]}
    if len(names) < 2:
        return None
    said = {"": T("exams.all_faculties"), **dict(sorted(names.items(), key=lambda n: n[1]))}
    chosen: Id = st.selectbox(
        T("exams.faculty"), list(said), key=key, width=300, format_func=lambda i: said.get(i, i),
    )  # fmt: skip
    return chosen or None


def opened_from(desk: Desk, some: Sequence[Exam], key: str) -> None:
    """Exams as a table; a click on one opens it."""
    import pandas as pd

    sizes = exams.people(desk, some)
    heads = [T(f"exams.head.{w}") for w in ("day", "time", "discipline", "section", "students", "room", "examiners",
                                            "state")]  # fmt: skip
    rows = [
        [f"{date_short(e.day)}, {weekday_name(e.day.weekday(), lang(), short=True)}", f"{e.starts}–{e.ends}",
         e.discipline.label.get(lang()), e.section.label.get(lang()), str(sizes[e.id]),
         e.room.label.get(lang()) if e.room else "—", ", ".join(p.label.get(lang()) for p in e.examiners),
         e.state.label(lang())]
        for e in some
    ]  # fmt: skip
    chosen = table_drawn(
        pd.DataFrame(rows, columns=heads, dtype=str), hide_index=True, on_select="rerun", selection_mode="single-cell",
        key=f"rows:{key}:{hash(tuple(e.id for e in some))}", width="stretch",
        height="content" if len(rows) <= 20 else 758,
        column_config={heads[4]: st.column_config.TextColumn(heads[4], alignment="right", width=80)},
    ).selection.cells  # fmt: skip
    if chosen and chosen[0][0] < len(some):
        st.query_params["exam"] = some[chosen[0][0]].id
        st.rerun()


def told(sitting: Sitting) -> str:
    """An exam or a lesson in one line."""
    room = sitting.room.label.get(lang()) if sitting.room else ""
    words = (date_short(sitting.day), f"{clock_of(sitting.starts)}–{clock_of(sitting.ends)}", room,
             sitting.section.label.get(lang()), sitting.discipline.label.get(lang()),
             T("exams.is_lesson") if sitting.lesson else "")  # fmt: skip
    return " · ".join(w for w in words if w)


def clash_table(found: Sequence[Clash]) -> None:
    """Clashes with both exams named."""
    heads = [T(f"exams.head.{w}") for w in ("about", "who", "one", "other")]
    rows = [[T(f"exams.about.{c.about}"), c.who.label.get(lang()), told(c.one), told(c.other)] for c in found[:SHOWN]]
    plain_table(heads, rows, widths=(110, 220))
    if len(found) > SHOWN:
        st.caption(T("timetable.clashes_first", n=SHOWN))


def near_table(found: Sequence[Near]) -> None:
    """Students with too little rest, both exams named."""
    heads = [T(f"exams.head.{w}") for w in ("student", "one", "other")]
    plain_table(heads, [[n.who.label.get(lang()), told(n.one), told(n.other)] for n in found[:SHOWN]], widths=(240,))
    if len(found) > SHOWN:
        st.caption(T("timetable.clashes_first", n=SHOWN))
