"""The walk through the corridors with a tablet: what should be held now, one touch for «held», few words for «not»."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core import checks, timetable
from core.db.codec import plain
from core.desk import Desk, Why
from core.fields import FieldSpec, described
from core.i18n import found as fits
from core.ui.forms import command, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe
from core.ui.timetable import sections
from schemas.base import Ref
from schemas.timetable import Deviation, Held, LessonCheck

SHOWN = 30
SEEN = ("cause", "note", "present")
ANSWER = ("responsible", "due", "action")


def walk(desk: Desk) -> None:
    """The whole tab."""
    words = {k: T(f"checks.{k}") for k in ("now", "whole_day", "unchecked")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(T("checks.day"), desk.today(), max_value=desk.today(), key="v:checks.day",
                            format="DD.MM.YYYY", width=150) or desk.today()  # fmt: skip
        show = st.segmented_control(
            T("checks.show"), list(words), default="now", required=True, key="v:checks.show",
            format_func=words.__getitem__,
        )  # fmt: skip
        text = st.text_input(T("checks.building"), key="v:checks.text", icon=":material/search:", width=240)
    every = checks.planned(desk, day)
    checked = [p.check for p in every if p.check]
    missed = sum(not c.found for c in checked)
    if every:
        st.caption(T("checks.of_day", planned=len(every), checked=len(checked), missed=missed))
    found = _asked(desk, every, day, show or "now", text)
    if not found:
        empty("checks.nothing_planned", "checks.nothing_planned_hint")
    for one in found[:SHOWN]:
        _line(desk, one, day)
    if len(found) > SHOWN:
        st.caption(T("checks.more", n=len(found) - SHOWN))
    with st.expander(T("checks.by_hand"), icon=":material/edit_note:"):
        _by_hand(desk, day)


def _asked(desk: Desk, every: Sequence[checks.Planned], day: date, show: str, text: str) -> list[checks.Planned]:
    clock = desk.clock().astimezone(ZoneInfo(desk.zone)).strftime("%H:%M")
    found = list(every)
    if show == "now" and day == desk.today():
        found = [p for p in found if p.going_on(clock)]
    if show == "unchecked":
        found = [p for p in found if p.check is None]
    if text.strip():
        found = [p for p in found if fits(text, " ".join(_words(p)))]
    return found


def _words(one: checks.Planned) -> list[str]:
    refs = (one.room, one.discipline, one.section, one.teacher)
    return [r.label.get(lang()) for r in refs if r]


def _line(desk: Desk, one: checks.Planned, day: date) -> None:
    """One lesson: what it is, what was found, two buttons that a thumb hits."""
    key = f"{one.of}:{day}:{one.check.number if one.check else ''}"
    with st.container(border=True, key=f"walk-{one.of}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(width=370):
                at = f"{one.at}–{one.ends}" if one.at else one.what.label(lang())
                room = f" · {one.room.label.get(lang())}" if one.room else ""
                rest = " · ".join(r.label.get(lang()) for r in (one.section, one.teacher) if r)
                st.markdown(
                    f"**{safe(at + room)}**  \n{safe(one.discipline.label.get(lang()))}  \n:gray[:small[{safe(rest)}]]"
                )
            if one.check:
                word = T("checks.is_held" if one.check.found else "checks.is_not_held", number=one.check.number)
                st.badge(safe(word), color="green" if one.check.found else "red")
            with st.container(horizontal=True, width="content"):
                if st.button(T("checks.held"), key=f"tick:{key}", icon=":material/check:", type="primary"):
                    _tick(desk, one, day, key)
                if st.button(T("checks.not_held_button"), key=f"cross:{key}", icon=":material/close:"):
                    st.session_state["checks.missing"] = key
        if st.session_state.get("checks.missing") == key:
            _missing(desk, one, day, key)


def _tick(desk: Desk, one: checks.Planned, day: date, key: str) -> None:
    with shown_errors():
        made = checks.make(desk, one.what, one.of, day, True, {}, Why(command=command(f"tick:{key}")))
        done("checks.made", number=made.number)


def _missing(desk: Desk, one: checks.Planned, day: date, key: str) -> None:
    """The form of what was not held; its deviation comes with it."""
    st.caption(T("checks.deviation_too"))
    form_key = f"missing:{key}"
    first = {"responsible": plain(_answers(desk, one.of, one.what))}
    filled = form(desk, _specs(), form_key, first, T("checks.not_held_button"), columns=3)
    if filled:
        values = filled.values
        with shown_errors(form_key):
            made = checks.make(
                desk, one.what, one.of, day, False, {k: values[k] for k in SEEN}, filled.why,
                {k: values[k] for k in ANSWER},
            )  # fmt: skip
            st.session_state.pop("checks.missing", None)
            done("checks.made_deviation", number=made.number)


def _specs() -> list[FieldSpec]:
    both = {p: described(LessonCheck, p) for p in SEEN} | {p: described(Deviation, p) for p in ANSWER}
    return [both[p] for p in ("cause", "present", "due", "responsible", "note", "action")]


def _answers(desk: Desk, of: str, what: Held) -> Ref | None:
    row = desk.store.one("lessons" if what is Held.lesson else "grade_sheets", {"_id": of}, {"department": 1}) or {}
    return checks.head_of(desk, (row.get("department") or {}).get("id"))


def _by_hand(desk: Desk, day: date) -> None:
    """A check of what stands in no plan: a midterm, a practice."""
    st.caption(T("checks.by_hand_hint"))
    term = timetable.term_on(desk, day)
    if term is None:
        st.caption(T("timetable.no_terms"))
        return
    section = sections.chosen(desk, term, "checks.by_hand", "check.make")
    if section is None:
        return
    key = f"byhand:{section.id}:{day}"
    specs = [*(described(LessonCheck, p) for p in ("what", "found", "at")), *_specs()]
    first: dict[str, Any] = {
        "what": Held.midterm.value, "found": True,
        "responsible": plain(checks.head_of(desk, section.department.id if section.department else None)),
    }  # fmt: skip
    filled = form(desk, specs, key, first, T("common.save"), columns=3)
    if filled:
        values = filled.values
        with shown_errors(key):
            what = next(h for h in Held if h.value == values["what"])
            seen = {k: values[k] for k in ("at", *SEEN)}
            answer = {k: values[k] for k in ANSWER}
            made = checks.make(desk, what, section.id, day, bool(values["found"]), seen, filled.why, answer)
            done("checks.made" if made.found else "checks.made_deviation", number=made.number)
