"""Figures of the day with their trend, and what waits for the user."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.figures import day
from core.figures.day import BAD_WHEN_MORE, FIGURES, Waiting
from core.i18n import number
from core.ui.home.board import Board
from core.ui.home.parts import badge_of, day_of, link, said
from core.ui.page import T, lang
from core.ui.style import safe


def figures(found: Board) -> None:
    """The figures of the day in a row, each against 30 days ago (transcripts: against last month)."""
    if found.at is None:
        st.info(T("home.figures_none"), icon=":material/hourglass_empty:")
        return
    with st.container(horizontal=True, gap="small"):
        for figure in FIGURES:
            now, before = found.figures[figure]
            grew = now - before
            colour: Literal["off", "inverse"] = "inverse" if grew and figure in BAD_WHEN_MORE else "off"
            sign = "+" if grew > 0 else ""
            st.metric(
                T(f"home.figure.{figure}"), number(now, lang()), f"{sign}{number(grew, lang())}", colour, border=True,
                width=154, delta_arrow="auto" if grew else "off",
                delta_description=T("home.since_month" if figure == "transcripts" else "home.since"),
            )  # fmt: skip
    st.caption(T("home.figures_at", at=found.at))


def waits(desk: Desk, tasks: int = 0, quiet: bool = False) -> None:
    """What waits for this user: open sheets by due day, corrections of others, imports that run.

    tasks: how many tasks stand above. quiet: nothing is drawn where nothing waits.
    """
    found = day.waiting(desk)
    if not found and (quiet or tasks):
        return  # his tasks stand above: «nothing waits for you» would not be true
    with st.container(border=True):
        st.subheader(T("home.waiting"), anchor=False)
        if not found:
            st.markdown(f":material/task_alt: {T('home.waiting_nothing')}")
        if found.sheets:
            st.markdown(f"**{T('home.sheets_open')}**")
            _sheets(desk, found)
        if found.corrections:
            st.markdown(f"**{T('home.corrections_waiting')}**")
            for c in found.corrections:
                told = T("home.correction_line", number=c["number"], student=said(c["student"]), name=c["by"])
                link("corrections", told, "rule")
        if found.imports:
            st.markdown(f"**{T('home.imports_running')}**")
            for job in found.imports:
                key = "menu.imports"
                told = T("home.import_line", name=T(key), done=job["done"], total=job["total"])
                link("imports", told, "hourglass_top")


def _sheets(desk: Desk, found: Waiting) -> None:
    with st.container(gap=None):
        for row in found.sheets:
            sheet_line(desk, row)
    if found.sheets_count > len(found.sheets):
        link("grade_sheets", T("home.sheets_all", n=found.sheets_count), status="open")


def sheet_line(desk: Desk, row: Row) -> None:
    """One open sheet: a link to it, and its due day; an overdue one is told in words and by its sign."""
    told = T("home.sheet_line", number=row["number"], discipline=said(row["discipline"]["label"]),
             section=said(row["section"]["label"]))  # fmt: skip
    due = day_of(row.get("due"))
    if due is None:
        badge = badge_of(T("home.due_none"), "gray", "event_busy")
    elif due < desk.today():
        badge = badge_of(T("home.overdue", day=due), "red", "warning")
    else:
        badge = badge_of(T("home.due", day=due), "gray", "event")
    link("grade_sheet", told, "edit_note", badge, sheet=row["_id"])


def first_steps(desk: Desk) -> bool:
    """The checklist of an empty office; False once its first sheet is open."""
    steps = day.steps(desk)
    if not steps:
        return False
    with st.container(border=True):
        st.subheader(T("home.first_steps"), anchor=False)
        st.caption(T("home.first_steps_hint"))
        for n, step in enumerate(steps, 1):
            icon = "check_circle" if step.done else "radio_button_unchecked"
            told = f"{n}. {T(f'home.step.{step.key}')}"
            if step.done or not desk.may(step.right):
                st.markdown(f":material/{icon}: {safe(told)}" + (f" — {T('common.done')}" if step.done else ""))
            else:
                link(step.page, told, icon)
    return True
