"""The career sector's part of the card (clause 45): contacts confirmed on, what a graduate does."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import careers
from core.careers.contacts import PLACES
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.fields import describe, described
from core.ui.files import offered
from core.ui.forms import command, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import facts, shown
from core.ui.tables import plain_table
from schemas.career import Employment, EmploymentEntry, EmploymentState
from schemas.student import Profile, Student
from schemas.words import StudyStatus

COLUMNS = ("occupation", "employer", "position", "by_profession", "since", "until", "proof", "source")


def career(desk: Desk, student: Student) -> None:
    """Contacts for who calls, and the employment of a graduate for who may see it."""
    if desk.may("contact.refresh"):
        _contacts(desk, student)
    if desk.may("employment.read"):
        _employment(desk, student)


def _contacts(desk: Desk, student: Student) -> None:
    row = desk.store.one("students", {"_id": student.id}, {"contacts": 1}) or {}
    said = careers.of_rows(desk, [row])[student.id]
    with st.expander(T("careers.contacts"), icon=":material/call:", key=f"career:{student.id}"):
        labels = {p: described(Profile, p).label(lang()) for p in PLACES}
        day = described(Profile, "contacts.updated_on").label(lang())
        facts([*((labels[p], said[p] or "—") for p in PLACES), (day, shown(student.contacts.updated_on))], 4)
        key = f"contacts:{student.id}"
        if student.contacts.updated_on != desk.today():
            if st.button(T("careers.confirm"), key=f"{key}:confirm", icon=":material/verified:"):
                with shown_errors():
                    careers.refresh(desk, student.id, student.revision, {}, Why(command=command(key)))
                    done("careers.confirmed")
        specs = [described(Profile, p) for p in PLACES]
        filled = form(desk, specs, key, dict(said), T("careers.change"), revision=student.revision, columns=3)
        if filled:
            with shown_errors(key):
                if not filled.changed:
                    raise RuleBroken("students.nothing_changed")
                careers.refresh(desk, student.id, filled.revision, filled.changed, filled.why)
                done("careers.confirmed")


def _employment(desk: Desk, student: Student) -> None:
    finished = [s for s in student.studies if s.status is StudyStatus.graduated]
    found = careers.of_student(desk, student.id)
    if not finished and not found:
        return
    st.subheader(T("careers.employment"), anchor=False)
    if found:
        heads = [*(described(EmploymentEntry, c).label(lang()) for c in COLUMNS), T("careers.state")]
        plain_table(heads, [_line(e) for e in found])
        with st.container(horizontal=True):
            for e in found:
                if e.entry.file:
                    offered(desk, e.entry.file, f"employment:{e.id}", "student", "employments", e.id, e.label().kk,
                            student=student.id, words=e.entry.file.label.kk)  # fmt: skip
    else:
        st.caption(T("careers.nothing_known"))
    if finished and desk.may("employment.enter"):
        _enter(desk, student, finished[-1].id, [e for e in found if e.status is EmploymentState.standing])


def _line(of: Employment) -> list[str]:
    return [*(shown(getattr(of.entry, c)) for c in COLUMNS), of.status.label(lang())]


def _enter(desk: Desk, student: Student, study: str, standing: list[Employment]) -> None:
    with st.expander(T("careers.enter"), icon=":material/add:"):
        st.caption(T("careers.enter_hint"))
        names = {"": T("careers.in_nobodys_place")} | {e.id: e.label().get(lang()) for e in standing}
        key = f"employment:{student.id}"
        turn = st.session_state.get(f"{key}!n", 0)
        instead = ""
        if standing:
            instead = st.selectbox(T("careers.replaces"), list(names), index=1, key=f"v:{key}:replaces:{turn}",
                                   format_func=lambda i: names.get(i, i), width=420)  # fmt: skip
        was: dict[str, Any] = next((plain(e.entry) for e in standing if e.id == instead), {})
        filled = form(desk, describe(EmploymentEntry), f"{key}:{instead}", was, T("careers.write_down"), columns=3)
        if filled:
            with shown_errors(f"{key}:{instead}"):
                careers.enter(desk, student.id, study, filled.values, filled.why, instead or None)
                done("careers.entered")
