"""The end of the office's work on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import ending, jobs
from core.audit.words import kind_word
from core.desk import Desk
from core.ending.archive import JOB
from core.fields import describe
from core.ui import jobs as kit
from core.ui.forms import asked, forget, form, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, shown
from core.ui.tables import plain_table
from schemas.closing import Closing, Ending, Left


def still_open(left: Sequence[Left]) -> None:
    """What should be finished before the work ends."""
    if left:
        metrics([(kind_word(x.what, lang()), x.n, None) for x in left])
    else:
        st.success(T("ending.nothing_open"))


def asked_before(found: Sequence[Closing]) -> None:
    """Decisions asked for so far."""
    if not found:
        st.caption(T("ending.none"))
        return
    heads = [T(f"ending.{h}") for h in ("ground", "paper", "last", "keeper", "state", "by")]
    rows = [
        [x.ground.label(lang()), x.paper, shown(x.last), x.keeper, x.status.label(lang()), x.by.name] for x in found
    ]  # fmt: skip
    plain_table(heads, rows)


def ask(desk: Desk) -> None:
    """The form that asks the leadership."""
    with st.expander(T("ending.ask"), icon=":material/door_open:"):
        key = "ending:new"
        filled = form(desk, describe(Ending), key, {}, T("ending.ask"), why="required", columns=3)
        if filled:
            with shown_errors(key):
                ending.ask(desk, nested(filled.values), filled.why)
                forget(key)
                done("ending.asked")


def archive(desk: Desk) -> None:
    """The archive: made beside the page, its file taken from the jobs."""
    st.subheader(T("ending.archive"), anchor=False)
    st.caption(T("ending.archive_hint"))
    kit.news(desk, JOB, anybody=True)
    last = jobs.newest(desk, JOB, anybody=True)
    if last and last["state"] in ("waiting", "running"):
        return
    if why := asked("ending.make", "required", icon=":material/inventory_2:", act=JOB):
        kit.begun(JOB, ending.begin(desk, why))
        st.rerun()


__all__ = ["archive", "ask", "asked_before", "still_open"]
