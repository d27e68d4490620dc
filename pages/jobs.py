"""Long works: mine and, to the head, everybody's; what the office does by itself, what is planned."""

from __future__ import annotations

import streamlit as st

from core import jobs
from core.ui import jobs as kit
from core.ui import schedule
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, go, title
from core.ui.style import badge, safe
from core.ui.tables import pager
from schemas.job import UNFINISHED, JobState

desk = enter("job.read")
title("jobs.title", "jobs.hint")
WHOSE = {"mine": T("jobs.mine"), "everybody": T("jobs.everybody")}
COLOURS = {"done": "green", "failed": "red", "stopped": "gray", "waiting": "orange", "running": "blue"}

everybody = False
if desk.may("job.read_all"):
    chosen = st.segmented_control(
        T("jobs.whose"), list(WHOSE), default="mine", format_func=WHOSE.__getitem__, key="v:jobs.whose"
    )
    everybody = chosen == "everybody"


def line(row: dict) -> None:  # type: ignore[type-arg]
    """One work: what, whose, since when, how far; what came of it."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(kit.name(row['kind']))}**", width="content")
            badge(JobState(row["state"]), COLOURS[row["state"]])
            st.caption(safe(T("jobs.by_when", who=row["by_name"], at=row["at"])), width="content")
            if row["ended"]:
                st.caption(safe(T("jobs.ended", at=row["ended"])), width="content")
        if row["reason"]:
            st.caption(safe(row["reason"]))
        if row["state"] in UNFINISHED:
            kit.bar(desk, row)
        if row["error"]:
            st.markdown(f":red[:material/error: {kit.error_words(row['error'])}]")
        if said := kit.outcome(row):
            st.markdown(safe(said))
        if row["file"]:
            kit.download(desk, row)


@st.fragment(run_every="2s")
def shown() -> None:
    """The list, drawn anew while it is looked at."""
    with shown_errors():
        rows = jobs.listed(desk, everybody, page)
        if not rows:
            empty("jobs.none", "jobs.none_hint")
        for row in rows:
            line(row)


page = pager("jobs", everybody)
shown()

go("pages/backups.py", "menu.backups", icon="database")
if desk.may("schedule.read"):
    schedule.shown(desk)
