"""The order and the button; a passage that goes on or is done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import rollover
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.fields import describe
from core.rollover import Preview
from core.rollover.acts import KIND
from core.ui import jobs
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.rollover.deciding import behind
from core.ui.rollover.reckoning import facts, forget
from schemas.base import Model, Show
from schemas.rollover import Rollover, RolloverState


class Press(Model):
    """What is asked before the button."""

    order: Annotated[str, Field(max_length=60), Show("Бұйрық №", "Приказ №", "Order no.")] = ""
    order_day: Annotated[date | None, Show("Бұйрық күні", "Дата приказа", "Date of the order")] = None
    day: Annotated[date | None, Show("Көшіру күні", "Дата перевода", "Moved on")] = None


def press(desk: Desk, year: int, kept: Rollover | None, seen: Preview) -> None:
    """The order, the day, the button."""
    st.subheader(T("rollover.order"), anchor=False)
    st.warning(T("rollover.begin_hint"), icon=":material/warning:")
    specs, key = describe(Press), f"rollover:{year}"
    filled = form(desk, specs, key, flat(specs, Press(day=rollover.first_day(year))), submit=T("rollover.begin"),
                  why="no")  # fmt: skip
    if filled:
        with shown_errors(key):
            v = Press.model_validate(filled.values)
            try:
                rollover.begin(desk, year, kept.revision if kept else 0, seen, v.order, v.order_day, v.day, filled.why)

            except RuleBroken as e:
                if e.key == "rollover.changed_since":
                    forget()
                raise
            forget()
            done("rollover.begun")


def begun(desk: Desk, doc: Rollover) -> None:
    """A passage that was pressed: how far it is, what came of it, who was left behind."""
    ended = jobs.news(desk, KIND, anybody=True)
    if ended:
        forget()
        with shown_errors():
            jobs.refused(ended)
        st.rerun() if ended["state"] == "done" else None
    if doc.state is RolloverState.done:
        st.success(T("rollover.done", year=doc.label()), icon=":material/check_circle:")
        st.caption(T("rollover.nobody_behind"))
        facts(doc)
        _leftovers(desk, doc)
        return
    if jobs.goes_on(desk, KIND):
        return
    st.info(T("rollover.goes"), icon=":material/hourglass_bottom:")
    if doc.stood:
        if cases := rollover.still(desk, doc):
            behind(cases)
        facts(doc)
    why = asked("rollover.go_on", need="no", type="primary", name=doc.id)
    if why:
        with shown_errors():
            jobs.begun(KIND, rollover.go_on(desk, doc.year, Why(command=why.command)))
            done("rollover.begun")


def _leftovers(desk: Desk, doc: Rollover) -> None:
    """What the last passage could not do by itself."""
    rows = desk.store.rows("runs", {"kind": KIND, "params.rollover": doc.id}, {"result": 1}, [("_id", -1)], 1)
    result = rows[0]["result"] if rows else {}
    if result.get("no_terms"):
        st.info(T("rollover.no_terms"), icon=":material/event_upcoming:")
    if n := result.get("without_plan"):
        st.warning(T("rollover.without_plan", n=n), icon=":material/assignment_late:")
    if n := result.get("without_teacher"):
        st.warning(T("rollover.without_teacher", n=n), icon=":material/person_off:")
