"""Advisers of groups: a table of groups, each with its adviser, given to many at once."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import classes, rollover
from core.desk import Desk
from core.rollover import Group
from core.ui.forms import asked
from core.ui.load.teacher import named
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.tables.canvas import table_typed
from core.ui.tables.simple import table_height


def page(desk: Desk) -> None:
    """Draw the groups; with the right, choose an adviser for each or one for several."""
    st.caption(T("rollover.advisers_hint"))
    found = rollover.groups(desk)
    if not found:
        empty("rollover.advisers_none")
        return
    names = named(classes.people(desk))
    group, course, students, now, new = (
        T(f"rollover.{k}") for k in ("group", "course", "students", "adviser_now", "adviser_new")
    )
    frame = pd.DataFrame([
        {group: g.code, course: ", ".join(map(str, g.courses)), students: g.students, now: _now(g), new: None}
        for g in found
    ])  # fmt: skip
    edited = table_typed(
        frame, hide_index=True, placeholder="—", height=table_height(len(frame)), width="stretch",
        disabled=[group, course, students, now],
        key=f"advisers:{hash(tuple(found))}",
        column_config={new: st.column_config.SelectboxColumn(new, options=list(names.values()))},
    )  # fmt: skip
    by_name = {n: i for i, n in names.items()}
    to = {g.code: by_name[str(v)] for g, v in zip(found, edited[new], strict=True) if str(v) in by_name}
    why = asked("rollover.advisers_save", type="primary", disabled=not to, act="group.adviser")
    if why:
        with shown_errors():
            n = rollover.advise(desk, to, why)
            done("rollover.advisers_saved", n=n)


def _now(g: Group) -> str:
    said = [f"{who.label.get(lang())} ({n})" if len(g.advisers) > 1 else who.label.get(lang()) for who, n in g.advisers]
    return ", ".join([*said, *([T("rollover.without_adviser", n=g.without)] if g.without else [])])
