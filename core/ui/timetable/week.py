"""The week on the screen: for whom, which week, days side by side and hours down; its print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from core import timetable
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import weekday_name
from core.timetable.clashes import Slot
from core.timetable.paper import hours_and_room, pdf, small, span
from core.timetable.reading import Of
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.timetable import sections
from schemas.base import Id
from schemas.student import Student
from schemas.term import Term

KINDS: tuple[Of, ...] = ("group", "teacher", "room", "student", "section")
FREE = "—"


def week(desk: Desk, term: Term) -> None:
    """The whole tab."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        picked = asked_of(desk, term)
    with right:
        day = _day(desk, term)
    if picked is None:
        return
    of, id, whose = picked
    days: list[timetable.Day] = []
    with shown_errors():
        days = timetable.week(desk, term, of, id, day)
    if not days:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{safe(whose)}** · {safe(span(term, days, lang()))}")
        spoken = lang()
        st.download_button(
            T("timetable.pdf"), lambda: pdf(desk, term, of, id, whose, day, spoken),
            f"{T('timetable.pdf_name')} {whose}.pdf", "application/pdf", icon=":material/print:", on_click="ignore",
            key=f"pdf:{of}:{id}:{day}",
        )  # fmt: skip
    if not any(d.lessons for d in days):
        empty("timetable.no_lessons")
        return
    grid(desk, days, of)


def asked_of(
    desk: Desk, term: Term, name: str = "timetable",
    teachers: Callable[[Desk, Term], dict[Id, str]] = timetable.teachers,
) -> tuple[Of, str, str] | None:  # fmt: skip
    """Whose week or exams are asked for: the kind, the id, what it is called. name: of the page, for its fields;
    teachers: whom of the staff it offers."""
    kinds = [k for k in KINDS if k != "student" or desk.may("student.read")]
    mine = next(iter(desk.actor.assigned.get("teacher", ())), "")
    first = kinds.index("teacher") if mine else 0
    narrow, wide = st.columns([2, 3])
    names = {k: T(f"timetable.of_{k}") for k in kinds}
    of: Of = narrow.selectbox(T("timetable.of"), kinds, index=first, key=f"v:{name}.of", format_func=names.__getitem__)
    with wide:
        if of == "student":
            return _student(desk, name)
        if of == "section":
            section = sections.chosen(desk, term, f"{name}.week", "timetable.read")
            return ("section", section.id, section.code) if section else None
        if of == "group":
            offered = {g: g for g in timetable.groups(desk, term)}
        else:
            offered = teachers(desk, term) if of == "teacher" else timetable.rooms(desk)
        if not offered:
            st.caption(T("timetable.no_choice"))
            return None
        start = list(offered).index(mine) if of == "teacher" and mine in offered else 0
        id = st.selectbox(
            T(f"timetable.of_{of}"), list(offered), index=start, key=f"v:{name}.{of}.{term.id}",
            format_func=lambda i: offered.get(i, i),
        )  # fmt: skip
    return (of, id, offered[id]) if id else None


def _student(desk: Desk, name: str) -> tuple[Of, str, str] | None:
    number = st.text_input(T("timetable.student_number"), key=f"v:{name}.student").strip()
    if not number:
        return None
    try:
        rows = desk.rows(Student, "student.read", {"number": number}, {"name": 1}, limit=1)
    except OfficeError:
        rows = []
    if not rows:
        st.caption(T("timetable.nobody"))
        return None
    who = rows[0]["name"]
    return "student", rows[0]["_id"], f"{who['last']} {who['first']}, {number}"


def _day(desk: Desk, term: Term) -> date:
    """A day of the week shown: today where it lies in the term, else its first."""
    key = f"v:timetable.day:{term.id}"
    if key not in st.session_state:
        today = desk.today()
        inside = (term.starts or today) <= today <= (term.ends or today)
        st.session_state[key] = today if inside else term.starts or today

    def turn(by: int) -> None:
        st.session_state[key] += timedelta(days=7 * by)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("", icon=":material/chevron_left:", key="timetable.before", on_click=turn, args=(-1,),
                  help=T("timetable.before"))  # fmt: skip
        found: date = st.date_input(T("timetable.week_of"), key=key, format="DD.MM.YYYY", width=150)
        st.button("", icon=":material/chevron_right:", key="timetable.after", on_click=turn, args=(1,),
                  help=T("timetable.after"))  # fmt: skip
    return found or desk.today()


def grid(desk: Desk, days: Sequence[timetable.Day], of: Of) -> None:
    """Rows by the hour at which something begins, a column for each day."""
    begins = sorted({s.starts for d in days for s in d.lessons})
    may_edit = desk.may("timetable.edit")
    shape = [0.55, *[1.0] * len(days)]
    with st.container(border=True, gap="small", key="week-grid"):
        for place, head in zip(st.columns(shape, gap="small"), ["", *(_head(d) for d in days)], strict=True):
            place.markdown(head)
        for begin in begins:
            places = st.columns(shape, gap="small")
            places[0].markdown(f"**{begin}**")
            for place, day in zip(places[1:], days, strict=True):
                with place:
                    for slot in (s for s in day.lessons if s.starts == begin):
                        _lesson(slot, of, may_edit, day.day)


def _head(day: timetable.Day) -> str:
    name = f"**{weekday_name(day.day.weekday(), lang(), short=True)} {day.day:%d.%m}**"
    return f"{name}  \n:gray[:small[{T('timetable.free')}]]" if day.free else name


def _lesson(slot: Slot, of: Of, may_edit: bool, day: date) -> None:
    name, lines = slot.discipline.label.get(lang()), small(slot, of, lang())
    said = "  \n".join(f":gray[:small[{safe(x)}]]" for x in (hours_and_room(slot, of, lang()), *lines))
    with st.container(border=True, gap=None):
        if may_edit:
            if st.button(safe(name), key=f"lesson:{slot.id}:{day}", type="tertiary"):
                st.query_params["lesson"] = slot.id
                st.rerun()
            st.markdown(said)
        else:
            st.markdown(f"**{safe(name)}**  \n{said}")
