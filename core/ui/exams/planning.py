"""Planning an exam by hand, changing it, taking it out: forms that say beside each field what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core import exams
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import OfficeError, RuleBroken
from core.exams.acts import FIELDS
from core.exams.rules import length
from core.fields import described
from core.i18n import date_short, moment
from core.registration.frame import study_rules
from core.ui.exams.parts import opened_from
from core.ui.forms import asked, flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from core.ui.timetable import sections
from schemas.exam import Exam, ExamState
from schemas.term import Term


def plan(desk: Desk, term: Term) -> None:
    """The tab of a new exam: the section, the form."""
    section = sections.chosen(desk, term, "exams.plan", "exam.edit")
    if section is None:
        return
    there = exams.of_whom(desk, term, "section", section.id)
    if there:
        st.caption(T("exams.planned_already", section=section.code))
        opened_from(desk, there, "exams_there")
        return
    rules, n = study_rules(), len(section.members)
    on = exams.days(desk, term)
    if on:
        st.caption(T("exams.session_days", starts=on[0], ends=on[-1], n=n))
    key = f"exam:new:{section.id}"
    first = {
        "minutes": length(section.kind, n, rules.exam_minutes, rules.exam_minutes_each),
        "examiners": [plain(section.teacher)] if section.teacher else [],
    }
    filled = form(desk, [described(Exam, p) for p in FIELDS], key, first, T("exams.plan"), "optional", columns=3)
    too = _near_too(key)
    if filled:
        values = {k: v for k, v in filled.values.items() if k in FIELDS}
        _send(key, lambda: exams.plan(desk, section.id, values, filled.why, too), "exams.planned")


def _near_too(key: str) -> bool:
    """The tick that stands after a refusal because of too little rest, with the names."""
    told = st.session_state.get(f"{key}!near")
    if not told:
        return False
    st.warning(safe(told), icon=":material/hotel:")
    return st.checkbox(T("exams.near_too"), key=f"v:{key}:near")


def _send(key: str, act: Callable[[], Any], told: str) -> None:
    with shown_errors(key):
        try:
            act()
        except RuleBroken as e:
            if e.key != "exams.too_near":
                raise
            st.session_state[f"{key}!near"] = sentence(e)
            st.rerun()
        st.session_state.pop(f"{key}!near", None)
        done(told)


def one(desk: Desk, id: str) -> None:
    """One exam: what it is, what it was, the form, the way out."""
    if st.button(T("exams.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["exam"]
        st.rerun()
    try:
        exam = exams.get(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(exam.discipline.label.get(lang())), anchor=False, width="content")
        badge(exam.state, {"draft": "orange", "published": "green"}.get(exam.state.value, "gray"))  # type: ignore[arg-type]
    size = exams.people(desk, [exam])[exam.id]
    facts([
        (T("exams.head.section"), exam.section.label.get(lang())),
        (T("exams.head.control"), exam.control.label(lang())), (T("exams.head.students"), str(size)),
        (T("exams.head.day"), date_short(exam.day)),
        (T("exams.head.time"), f"{exam.starts}–{exam.ends}"),
        (T("exams.head.room"), exam.room.label.get(lang()) if exam.room else "—"),
        (T("exams.head.examiners"), ", ".join(p.label.get(lang()) for p in exam.examiners)),
    ], 4)  # fmt: skip
    if desk.may("exam.edit") and exam.state is not ExamState.cancelled:
        _edit(desk, exam)
    _history(exam)


def _edit(desk: Desk, exam: Exam) -> None:
    out = exam.state is ExamState.published
    if out:
        st.caption(T("exams.published_hint"))
    key = f"exam:{exam.id}"
    specs = [described(Exam, p) for p in FIELDS]
    need = "required" if out else "optional"
    filled = form(desk, specs, key, flat(specs, exam), None, need, exam.revision, columns=3, act="exam.change")  # type: ignore[arg-type]
    too = _near_too(key)
    if filled:
        values = {k: v for k, v in filled.changed.items() if k in FIELDS}
        _send(key, lambda: exams.change(desk, exam.id, filled.revision, values, filled.why, too), "exams.changed")
    if why := asked("exams.cancel", name=exam.id, icon=":material/event_busy:", act="exam.cancel"):
        _out(desk, exam, why)


def _out(desk: Desk, exam: Exam, why: Why) -> None:
    with shown_errors():
        exams.cancel(desk, exam.id, exam.revision, why)
        del st.query_params["exam"]
        done("exams.cancelled")


def _history(exam: Exam) -> None:
    """What it was before each change made after publishing."""
    if not exam.changes:
        return
    st.subheader(T("exams.was"), anchor=False)
    heads = [T(f"exams.head.{w}") for w in ("at", "by", "day", "time", "room", "examiners", "reason", "basis")]
    rows = []
    for c in reversed(exam.changes):
        basis = f"{c.basis.kind} № {c.basis.number}, {shown(c.basis.day)}" if c.basis else "—"
        rows.append([
            moment(c.at, lang(), short=True), c.by, date_short(c.day), c.starts,
            c.room.label.get(lang()) if c.room else "—", ", ".join(p.label.get(lang()) for p in c.examiners),
            c.reason, basis,
        ])  # fmt: skip
    plain_table(heads, rows)
