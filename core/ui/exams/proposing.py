"""The proposal of a session: what it would place, day by day, who could not be placed and why, and its acceptance."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core import exams
from core.busy import clock_of
from core.desk import Desk
from core.exams import work
from core.exams.proposing import Proposal
from core.i18n import date_short, weekday_name
from core.registration.frame import study_rules
from core.ui import jobs as kit
from core.ui.bringing import news
from core.ui.exams.parts import faculty_of
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.style import metrics
from core.ui.tables import plain_table
from schemas.term import Term

KIND = "exams.propose"
SHOWN = 300


def propose(desk: Desk, term: Term) -> None:
    """The whole tab."""
    news(desk, KIND)
    if kit.goes_on(desk, KIND):
        return
    on = exams.days(desk, term)
    if not on:
        empty("exams.no_session", "exams.no_session_hint", "pages/calendar.py", "exams.go_calendar")
        return
    if not exams.sums(desk, term).wanting:
        st.info(T("exams.all_planned"), icon=":material/check:")
        return
    rules = study_rules()
    st.caption(T("exams.propose_hint", starts=on[0], ends=on[-1], n=len(on), rest=rules.exam_rest,
                 minutes=rules.exam_minutes, each=rules.exam_minutes_each))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        faculty = faculty_of(desk, term, "v:exams.propose.faculty")
        key = (term.id, faculty)
        if st.button(T("exams.propose"), icon=":material/auto_awesome:", key="exams.propose"):
            with shown_errors(), st.spinner(T("exams.proposing")):
                st.session_state["exams.proposal"] = (key, work.proposal(desk, term, faculty))
    held = st.session_state.get("exams.proposal")
    if held is None or held[0] != key:
        return
    found: Proposal = held[1]
    _told(found)
    if found.placed:
        why = asked("exams.accept", need="optional", type="primary", icon=":material/playlist_add_check:",
                    name=work.mark(found)[:12], hint="exams.accept_hint")  # fmt: skip
        if why:
            with shown_errors():
                kit.begun(KIND, work.accept(desk, term, faculty, found, why))
                st.session_state.pop("exams.proposal", None)
                st.rerun()


def _told(found: Proposal) -> None:
    students = {s.id for p in found.placed for s in p.wanted.students}
    metrics([
        (T("exams.sum_placed"), len(found.placed), None), (T("exams.sum_students"), len(students), None),
        (T("exams.sum_near"), sum(p.near for p in found.placed), T("exams.sum_near_hint")),
        (T("exams.sum_left"), len(found.left), None),
    ])  # fmt: skip
    if found.left:
        st.subheader(T("exams.left"), anchor=False)
        rows = [[x.wanted.section.label.get(lang()), x.wanted.discipline.label.get(lang()),
                 str(len(x.wanted.students)), T(x.key)] for x in found.left[:SHOWN]]  # fmt: skip
        plain_table([T(f"exams.head.{w}") for w in ("section", "discipline", "students", "why")], rows, (2,))
    if not found.placed:
        return
    st.subheader(T("exams.by_day"), anchor=False)
    count: Counter[object] = Counter(p.day for p in found.placed)
    people: Counter[object] = Counter()
    for p in found.placed:
        people[p.day] += len(p.wanted.students)
    rooms = {d: len({p.room.id for p in found.placed if p.day == d}) for d in count}
    rows = [
        [f"{date_short(d)}, {weekday_name(d.weekday(), lang(), short=True)}", str(count[d]), str(people[d]),
         str(rooms[d])]
        for d in sorted({p.day for p in found.placed})
    ]  # fmt: skip
    plain_table([T(f"exams.head.{w}") for w in ("day", "exams", "students", "rooms")], rows, (1, 2, 3))
    with st.expander(T("exams.placed_list", n=len(found.placed)), icon=":material/list:"):
        rows = [
            [date_short(p.day), f"{clock_of(p.starts)}–{clock_of(p.starts + p.wanted.minutes)}",
             p.wanted.discipline.label.get(lang()), p.wanted.section.label.get(lang()), str(len(p.wanted.students)),
             p.room.label.get(lang()), ", ".join(e.label.get(lang()) for e in p.wanted.examiners), str(p.near or "")]
            for p in found.placed[:SHOWN]
        ]  # fmt: skip
        words = ("day", "time", "discipline", "section", "students", "room", "examiners", "near")
        plain_table([T(f"exams.head.{w}") for w in words], rows, (4, 7))
        if len(found.placed) > SHOWN:
            st.caption(T("timetable.clashes_first", n=SHOWN))
