"""Individual lessons that are still to be given out: who, which discipline, the proposed teacher."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core import classes
from core.classes import Wanted
from core.desk import Desk
from core.i18n import number
from core.load import Scope
from core.ui.forms import asked
from core.ui.load.asking import term_of
from core.ui.load.teacher import named
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.tables.canvas import table_typed
from core.ui.tables.simple import table_height


def page(desk: Desk, scope: Scope) -> None:
    """Draw the list and give out what is chosen; a department's head only reads it."""
    term = term_of(scope, desk.today())
    if term is None:
        return
    st.caption(T("classes.want_hint"))
    found = classes.wanted(desk, term, scope.department)
    if not found:
        empty("classes.want_none", "classes.want_none_hint", "pages/registration.py", "menu.registration")
        return
    st.subheader(T("classes.want", n=len(found)), anchor=False)
    if away := sum(w.away for w in found):
        st.warning(T("classes.want_away", n=away), icon=":material/event_busy:")
    if without := sum(w.teacher is None for w in found):
        st.info(T("classes.want_no_teacher", n=without), icon=":material/person_search:")
    chosen = _table(desk, found[: classes.MOST])
    if not desk.may("section.form"):
        return
    why = asked("classes.assign", need="optional", type="primary", disabled=not chosen, act="class.assign")
    if why:
        with shown_errors():
            n = classes.assign(desk, term, chosen, why)
            done("classes.assigned", n=n)


def _table(desk: Desk, found: list[Wanted]) -> list[Wanted]:
    """The list as a table in which a teacher is chosen and lines are ticked; what is ticked and has a teacher."""
    names = named(classes.people(desk))
    take, student, group, discipline, by = (
        T(f"classes.{k}") for k in ("choose", "student", "group", "discipline", "by")
    )
    teacher, accompanist, hours = (T(f"load.{k}") for k in ("teacher", "accompanist", "hours"))
    frame = pd.DataFrame([
        {take: bool(w.teacher) and not w.away, student: w.student.label.get(lang()), group: w.group,
         discipline: w.discipline.label.get(lang()), teacher: names.get(w.teacher.id) if w.teacher else None,
         accompanist: names.get(w.accompanist.id) if w.accompanist else None, hours: _hours(w),
         by: T("classes.by_away") if w.away else T(f"classes.by_{w.by or 'none'}")}
        for w in found
    ])  # fmt: skip
    edited = table_typed(
        frame, hide_index=True, placeholder="—", height=table_height(len(frame)), width="stretch",
        disabled=[student, group, discipline, hours, by],
        key=f"lessons:{len(found)}:{found[0].key}",
        column_config={
            take: st.column_config.CheckboxColumn(width=70),
            hours: st.column_config.TextColumn(help=T("classes.hours_help"), alignment="right", width=80),
            **{x: st.column_config.SelectboxColumn(x, options=list(names.values())) for x in (teacher, accompanist)},
        },
    )  # fmt: skip
    by_name = {n: i for i, n in names.items()}
    people = classes.people(desk)
    out = []
    for w, (_, row) in zip(found, edited.iterrows(), strict=True):
        id = by_name.get(str(row[teacher]))
        if row[take] and id:
            beside = by_name.get(str(row[accompanist])) if w.accompanist_hours else None
            out.append(replace(w, teacher=people[id], accompanist=people[beside] if beside else None))
    return out


def _hours(w: Wanted) -> str:
    """Hours of the teacher, and of the accompanist where there are any: «30 + 15»."""
    return " + ".join(number(x, lang()) for x in (w.hours, w.accompanist_hours) if x)
