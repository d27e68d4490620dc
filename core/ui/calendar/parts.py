"""Parts of the calendar's page: its state and files, findings, holidays, the copy with its preview, approval, terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import calendar
from core.calendar.acts import limits
from core.calendar.ics import ics
from core.calendar.paper import pdf
from core.calendar.rules import Finding, findings, named
from core.calendar.shifting import shifted
from core.calendar.table import year_label
from core.desk import Desk
from core.fields import describe, described
from core.i18n import date_short, t
from core.ui.calendar.drafts import drop, touched
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.base import Model, Show
from schemas.calendar import Calendar, Holiday
from schemas.words import CalendarState


class HolidayList(Model):
    """The holidays of a year as a form asks them."""

    holidays: Annotated[list[Holiday], Show("Мереке күндері", "Праздничные дни", "Holidays")] = Field(
        default_factory=list
    )


def state(desk: Desk, cal: Calendar) -> None:
    """Where the calendar stands, and its files; each is made when it is pressed."""
    spoken = lang()
    with st.container(horizontal=True, vertical_alignment="center"):
        if cal.state is CalendarState.approved:
            told = T("calendar.state_approved", protocol=cal.protocol, day=cal.approved_on)
            st.badge(safe(told), icon=":material/verified:", color="green")
        else:
            st.badge(T("calendar.state_draft"), icon=":material/edit_note:", color="orange")
        name = f"{cal.year}-{cal.year + 1}"
        st.download_button(
            T("calendar.pdf"), lambda: pdf(desk, cal.year, spoken), f"{name}.pdf", "application/pdf",
            key="calendar-pdf", icon=":material/picture_as_pdf:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            T("calendar.ics"), lambda: ics(cal, spoken, desk.now()), f"{name}.ics", "text/calendar", key="calendar-ics",
            icon=":material/event:", on_click="ignore", help=T("calendar.ics_hint"),
        )  # fmt: skip


def found_box(found: Sequence[Finding]) -> None:
    """What is wrong, breaches before warnings; one calm line where nothing is."""
    breaches, warnings = [f for f in found if f.breach], [f for f in found if not f.breach]
    for some, key, show, icon in (
        (breaches, "calendar.findings_breach", st.error, "block"),
        (warnings, "calendar.findings_warning", st.warning, "warning"),
    ):
        if some:
            lines = "\n".join(f"- {safe(t(f.key, lang(), **f.values))}" for f in some)
            show(f"**{T(key, n=len(some))}**\n\n{lines}", icon=f":material/{icon}:")


def whole_box(cal: Calendar) -> None:
    """Everything that is wrong with a stored calendar."""
    found = findings(cal, limits())
    found_box(found)
    if not found:
        st.success(T("calendar.findings_none"), icon=":material/task_alt:")


def holidays(desk: Desk, cal: Calendar) -> None:
    """The holidays and moved days: a form for who draws the calendar up, a table for others."""
    st.caption(T("calendar.holidays_hint"))
    if not desk.may("calendar.edit"):
        rows = [[date_short(h.day), shown(h.name), T("calendar.holiday_worked") if h.working else ""]
                for h in cal.holidays]  # fmt: skip
        plain_table([T("calendar.col_starts"), T("calendar.holiday"), ""], rows)
        return
    key = f"calendar:{cal.id}:holidays"
    approved = cal.state is CalendarState.approved
    filled = form(
        desk, describe(HolidayList), key, {"holidays": cal.model_dump(mode="json")["holidays"]}, T("common.save"),
        why="required" if approved else "optional", revision=cal.revision, act="calendar.holidays",
    )  # fmt: skip
    if filled:
        with shown_errors(key):
            made = calendar.save_holidays(desk, cal.id, filled.revision, filled.values["holidays"], filled.why)
            touched(cal, filled.revision, made.revision)
            done("calendar.saved")


def source_of(desk: Desk, year: int) -> int | None:
    """The year to copy from, chosen among those that have a calendar; the newest before this one first."""
    found = [y for y, _ in calendar.years(desk) if y != year]
    if not found:
        return None
    first = next((n for n, y in enumerate(found) if y < year), 0)
    return st.selectbox(
        T("calendar.source"), found, index=first, key=f"v:calendar.source:{year}", width=200,
        format_func=lambda y: year_label(int(y)),
    )  # fmt: skip


def preview(desk: Desk, source: int, year: int) -> None:
    """Which days the periods of a year would take in another."""
    was = calendar.get(desk, source)
    st.caption(T("calendar.copy_rule"))
    rows = [
        [named(m.was).get(lang()), f"{date_short(m.was.starts)} – {date_short(m.was.ends)}",
         f"{date_short(m.now.starts)} – {date_short(m.now.ends)}",
         T("calendar.moved_pinned") if m.pinned else T("calendar.moved_weeks", weeks=m.days // 7)]
        for m in (shifted(was, year) if was else [])
    ]  # fmt: skip
    plain_table([T(f"calendar.{k}") for k in ("col_period", "was_days", "now_days", "moved_by")], rows)


def make(desk: Desk, year: int) -> None:
    """A year without a calendar: made empty, or as a copy with its preview."""
    may = desk.may("calendar.edit")
    empty("calendar.none", "calendar.none_hint" if may else "calendar.none_hint_reader", span=year_label(year))
    if not may:
        return
    source = source_of(desk, year)
    if source is not None:
        preview(desk, source, year)
    with st.container(horizontal=True), shown_errors():
        why = asked("calendar.make_copy", need="optional", type="primary") if source is not None else None
        bare = asked("calendar.make_empty", need="optional", type="secondary" if source is not None else "primary")
        if why or bare:
            made = calendar.make(desk, year, why or bare, source if why else None)  # type: ignore[arg-type]
            done("calendar.made", calendar=made.label())


def copy(desk: Desk, cal: Calendar) -> None:
    """Fill a draft anew from another year."""
    source = source_of(desk, cal.year)
    if source is None:
        empty("calendar.copy_none")
        return
    preview(desk, source, cal.year)
    why = asked("calendar.copy_button", need="optional", hint="calendar.copy_hint", type="primary")
    if why:
        with shown_errors():
            made = calendar.copy_from(desk, cal.id, cal.revision, source, why)
            drop(cal)
            done("calendar.copied", calendar=made.label())


def approve(desk: Desk, cal: Calendar) -> None:
    """What stands in the way, and the protocol that approves."""
    whole_box(cal)
    st.caption(T("calendar.approve_hint"))
    if not desk.may("calendar.approve"):
        st.info(T("calendar.approve_other"), icon=":material/lock:")
        return
    key = f"calendar:{cal.id}:approve"
    specs = [described(Calendar, p) for p in ("protocol", "approved_on")]
    filled = form(desk, specs, key, {"approved_on": desk.today().isoformat()}, T("calendar.approve"), why="optional",
                  revision=cal.revision, act="calendar.approve")  # fmt: skip
    if filled:
        with shown_errors(key):
            day = date.fromisoformat(filled.values["approved_on"] or desk.today().isoformat())
            made = calendar.approve(desk, cal.id, cal.revision, filled.values["protocol"] or "", day, filled.why)
            done("calendar.approved", calendar=made.label())


def terms(desk: Desk, year: int) -> None:
    """The year's terms with their days; closing one, and opening it again."""
    found = calendar.terms_of(desk, year)
    if not found:
        empty("calendar.no_terms", "calendar.no_terms_hint")
        return
    st.caption(T("calendar.terms_hint"))
    for term in found:
        with st.container(border=True), st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(shown(term.label()))}** · {safe(term.code)}")
            st.markdown(safe(f"{shown(term.starts)} – {shown(term.ends)}"))
            if term.closed:
                st.badge(safe(T("calendar.closed_on", day=term.closed)), icon=":material/lock:", color="gray")
            if not desk.may("term.close"):
                continue
            key = "calendar.reopen_term" if term.closed else "calendar.close_term"
            why = asked(key, name=f":{term.id}", hint=f"{key}_hint", act="term.reopen" if term.closed else "term.close")
            if why:
                with shown_errors():
                    act = calendar.reopen_term if term.closed else calendar.close_term
                    made = act(desk, term.id, term.revision, why)
                    done("calendar.reopened" if term.closed else "calendar.closed", term=made.label())
