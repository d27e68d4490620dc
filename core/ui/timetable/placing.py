"""Placing a lesson, changing one, taking it out: forms that say beside each field what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core import timetable
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import OfficeError, RuleBroken
from core.fields import described
from core.timetable.acts import FIELDS
from core.ui.forms import asked, flat, form
from core.ui.looks import opened
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from core.ui.timetable import sections
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson

SPECS = ("weekday", "weeks", "starts", "ends", "room", "joint", "teacher", "accompanist", "first", "last")


def place(desk: Desk, term: Term) -> None:
    """The tab of a new lesson: the section, what it has already, the form."""
    section = sections.chosen(desk, term, "timetable.place", "timetable.edit")
    if section is None:
        return
    lessons = timetable.of_section(desk, section)
    if lessons:
        st.caption(T("timetable.lessons_there"))
        table(lessons)
    key = f"lesson:new:{section.id}"
    first = {"teacher": plain(section.teacher), "accompanist": plain(section.accompanist)}
    filled = form(desk, [described(Lesson, p) for p in SPECS], key, first, T("timetable.place"), "optional", columns=4)
    too = _students_too(key)
    if filled:
        values = {**filled.values, "section": plain(section.ref())}
        _send(key, lambda: timetable.place(desk, values, filled.why, too), "timetable.placed")


def table(lessons: list[Lesson]) -> None:
    """Lessons as a small table."""
    names = ("weekday", "starts", "ends", "weeks", "room", "teacher", "first", "last")
    heads = [described(Lesson, n).label(lang()) for n in names]
    plain_table(heads, [[shown(getattr(x, n).label if hasattr(getattr(x, n), "label") and n in ("room", "teacher")
                               else getattr(x, n)) for n in names] for x in lessons])  # fmt: skip


def _students_too(key: str) -> bool:
    """The tick that stands after a refusal because of students, with their names."""
    said = st.session_state.get(f"{key}!students")
    if not said:
        return False
    st.warning(safe(said), icon=":material/groups:")
    return st.checkbox(T("timetable.students_too"), key=f"v:{key}:students")


def _send(key: str, act: Callable[[], Any], said: str) -> None:
    with shown_errors(key):
        try:
            act()
        except RuleBroken as e:
            if e.key != "timetable.students_meet":
                raise
            st.session_state[f"{key}!students"] = sentence(e)
            st.rerun()
        st.session_state.pop(f"{key}!students", None)
        st.query_params.pop("lesson", None)
        done(said)


def change(desk: Desk, id: str) -> None:
    """One lesson: the form from a day on, the way out of the timetable."""
    if st.button(T("timetable.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["lesson"]
        st.rerun()
    try:
        lesson = timetable.lesson(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    name = T("timetable.change_title", section=lesson.section.label, lesson=lesson.label())
    opened(desk, "timetable", "lessons", id, f"{lesson.section.label.kk} {lesson.label().kk}")
    st.subheader(safe(name), anchor=False)
    st.caption(safe(lesson.discipline.label.get(lang())))
    if not desk.may("timetable.edit") or not lesson.active:
        table([lesson])
        return
    since = st.date_input(
        T("timetable.since"), desk.today(), key=f"v:lesson.since:{id}", format="DD.MM.YYYY", width=220,
        help=T("timetable.since_hint"),
    )  # fmt: skip
    key = f"lesson:{id}"
    specs = [described(Lesson, p) for p in SPECS]
    filled = form(desk, specs, key, flat(specs, lesson), None, "optional", lesson.revision, columns=4)
    too = _students_too(key)
    if filled:
        changed = {k: v for k, v in filled.changed.items() if k in FIELDS}
        _send(key, lambda: timetable.change(desk, id, filled.revision, changed, since, filled.why, too),
              "timetable.changed")  # fmt: skip
    if why := asked("timetable.take_out", name=id, icon=":material/event_busy:", act="timetable.take_out"):
        _out(desk, lesson, since, why)


def _out(desk: Desk, lesson: Lesson, since: Any, why: Why) -> None:
    with shown_errors():
        timetable.take_out(desk, lesson.id, lesson.revision, since, why)
        del st.query_params["lesson"]
        done("timetable.taken_out")


def section_lessons(desk: Desk, section: Section) -> None:
    """The lessons of a section, for the page of the section."""
    lessons = timetable.of_section(desk, section)
    if lessons:
        table(lessons)
    else:
        st.caption(T("timetable.none"))
