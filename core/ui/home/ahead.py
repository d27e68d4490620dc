"""The days ahead on the home page: what runs, what opens and closes, who is late."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.calendar import ahead as reading
from core.calendar.ahead import DAYS, Ahead, Step
from core.calendar.late import Late
from core.calendar.rules import named
from core.calendar.table import year_label, years_text
from core.calendar.telling import parts
from core.desk import Desk
from core.ui.home.parts import badge_of, link
from core.ui.page import T, lang
from core.ui.style import Colour, safe, shown

MOST = 6  # lines of each part


def days_ahead(desk: Desk) -> None:
    """The panel; nothing where the calendar says nothing of these days and this user cannot make one."""
    found = reading.ahead(desk)
    if not found and (found.approved or not desk.may("calendar.edit")):
        return
    with st.container(border=True, key="home-ahead"):
        st.markdown(f"**{T('calendar.ahead')}**")
        if not found.approved and desk.may("calendar.edit"):
            told = T("calendar.ahead_no_calendar", span=year_label(found.year))
            link("calendar", told, "event_busy", year=str(found.year))
        if found.running or found.opening or found.closing:
            left, right = st.columns(2)
            with left, st.container(gap=None):
                _running(found)
            with right, st.container(gap=None):
                _coming(found, desk.today())
        _late(desk, found)
        link("calendar", T("calendar.ahead_go"))


def _whom(step: Step) -> str:
    """What a step is called, with those it is for."""
    p = step.period
    whom = [T("calendar.paper_for", years=years_text(p.years))] if p.years else []
    whom += [shown(p.faculty.label)] if p.faculty else []
    said = named(p).get(lang())
    return f"{said} ({', '.join(whom)})" if whom else said


def _running(found: Ahead) -> None:
    st.caption(T("calendar.ahead_runs"))
    for step in found.running[:MOST]:
        told = T("calendar.ahead_until", what=_whom(step), day=step.ends)
        st.markdown(f":material/play_circle: {safe(told)}")
    if not found.running:
        st.markdown("—")


def _coming(found: Ahead, today: date) -> None:
    """What opens and closes, by day."""
    st.caption(T("calendar.ahead_soon", n=DAYS))
    lines = [(s.starts, "calendar.ahead_opens", "lock_open", s) for s in found.opening]
    lines += [(s.ends, "calendar.ahead_closes", "lock_clock", s) for s in found.closing]
    for day, key, icon, step in sorted(lines, key=lambda x: x[0])[:MOST]:
        n = (day - today).days
        soon = badge_of(T("calendar.ahead_in", n=n) if n else T("calendar.ahead_today"), _colour(n), "schedule")
        st.markdown(f":material/{icon}: {safe(T(key, day=day, what=_whom(step)))} {soon}")
    if not lines:
        st.markdown("—")


def _colour(days: int) -> Colour:
    return "orange" if days <= 3 else "gray"


def _late(desk: Desk, found: Ahead) -> None:
    """Who is late, with the way to where it is mended."""
    if not found.plans and not found.sheets:
        return
    st.caption(T("calendar.ahead_late"))
    with st.container(gap=None):
        for plans in found.plans:
            key = "calendar.ahead_plans_closed" if plans.step.ends < desk.today() else "calendar.ahead_plans"
            told = f"{T(key, n=plans.late.count, what=_whom(plans.step))}: {_parts(plans.late, 'group')}"
            link("registration", told, "pending_actions")
        if found.sheets:
            told = f"{T('calendar.ahead_sheets', n=found.sheets.count)}: {_parts(found.sheets, 'department')}"
            link("sheet_control", told, "assignment_late", view="list", late="1")


def _parts(late: Late, of: str) -> str:
    return parts(late, f"calendar.without_{of}").get(lang())
