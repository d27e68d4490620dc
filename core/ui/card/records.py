"""What changes a record as a whole: an earlier value brought back, a further study, consent, a change proposed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.audit.words import field_word
from core.db.codec import plain
from core.desk import Desk
from core.fields import form_fields, hidden_paths
from core.students import proposals
from core.students.consent import asked_for, give_consent, withdraw_consent
from core.students.revert import returnable, revert
from core.students.second_study import open_study
from core.ui.card.profile import stated
from core.ui.files import brought
from core.ui.forms import asked, flat, form, made, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.personal import personal_data
from core.ui.style import badge, facts, safe, shown
from schemas import events as ev
from schemas.base import new_id
from schemas.student import Consent, Profile, Student, StudyProfile
from schemas.words import ConsentState, StudyStatus


def bring_back(desk: Desk, student: Student, event: ev.ProfileEdited) -> None:
    """Under an edit: a button, then which of its fields get their earlier value back, and why."""
    chosen = f"back:{student.id}"
    if st.session_state.get(chosen) != event.id:
        if returnable(student, event):
            st.button(
                T("records.bring_back"), key=f"back:{event.id}", type="tertiary", icon=":material/undo:",
                on_click=st.session_state.__setitem__, args=(chosen, event.id),
            )  # fmt: skip
        return
    words = {c.field: field_word("students", c.field, lang()) for c in returnable(student, event)}
    fields = st.multiselect(
        T("records.bring_back_which"), list(words), list(words) if len(words) == 1 else [],
        format_func=lambda f: words.get(f, f), key=f"v:back:{event.id}",
    )  # fmt: skip
    why = asked(
        "records.bring_back", name=event.id, hint="records.bring_back_hint", icon=":material/undo:",
        type="primary", disabled=not fields, act="student.revert",
    )  # fmt: skip
    if why:
        with shown_errors():
            revert(desk, student.id, student.revision, event.id, fields, why)
            del st.session_state[chosen]
            done("records.brought_back")


def enters_as(key: str) -> StudyStatus:
    """How a new study begins: a candidate until the order of enrolment, or one who studies already (a record that is
    brought over, whose order was another system's)."""
    words = {StudyStatus.applicant: T("records.enters_by_order"), StudyStatus.active: T("records.enters_studying")}
    chosen = st.radio(
        T("records.enters"), list(words), format_func=lambda s: words[s], horizontal=True, key=f"v:enters:{key}",
        help=T("records.enters_hint"),
    )  # fmt: skip
    return chosen or StudyStatus.applicant


def new_study(desk: Desk, student: Student) -> None:
    """On the tab of studies: a second degree is opened here, for the same person."""
    if not desk.may("student.register"):
        return
    with st.expander(T("records.open_study"), icon=":material/school:"):
        st.caption(T("records.open_study_hint"))
        key = f"study-new:{student.id}"
        specs = stated(form_fields(StudyProfile, desk.actor.role), "study.")
        status = enters_as(key)
        filled = form(
            desk, specs, key, {"study.admitted_on": desk.today().isoformat()}, T("records.open_study"), why="required",
            revision=student.revision, columns=3,
        )  # fmt: skip
        if filled:
            with shown_errors(key):
                values = nested(filled.values)["study"]
                study = made(StudyProfile, {"id": new_id(), "status": status, **values}, "study.")
                open_study(desk, student.id, filled.revision, study, filled.why)
                done("records.study_opened")


def consent_badge(desk: Desk, student: Student) -> None:
    """A word in the head of the card for who works with personal data: there is no consent."""
    if desk.may("student.personal") and not _given(student) and "consent.state" not in _hidden(desk):
        badge(T("records.no_consent_badge"), "orange")


def consent(desk: Desk, student: Student) -> None:
    """Where the consent to personal data stands, written down and taken back by those who may edit the card; and under
    it what is done at the person's own application."""
    _consent(desk, student)
    personal_data(desk, "students", student.id, student.number, student)


def _consent(desk: Desk, student: Student) -> None:
    now = student.consent or Consent()
    with st.container(border=True):
        said = {"state": shown(now.state), "day": shown(now.day), "version": now.version}
        words = {"state": "records.consent", "day": "records.consent_day", "version": "records.consent_version"}
        facts([(T(words[p]), said[p]) for p in said if f"consent.{p}" not in _hidden(desk)])
        if not desk.may("student.edit"):
            return
        with st.container(horizontal=True, vertical_alignment="bottom"), shown_errors():
            st.session_state.setdefault("v:consent:version", asked_for(desk.store)[0])
            version = st.text_input(T("records.consent_version"), key="v:consent:version", width=260, max_chars=40)
            give = asked("records.consent_give", name=student.id, icon=":material/how_to_reg:", act="student.consent")
            taken = "records.consent_withdraw"
            back = asked(taken, name=student.id, act="student.consent_withdraw") if _given(student) else None
            if give:
                day = give.basis.day if give.basis and give.basis.day else desk.today()
                give_consent(desk, student.id, student.revision, version, day, give)
                done("records.consent_saved")
            if back:
                day = back.basis.day if back.basis and back.basis.day else desk.today()
                withdraw_consent(desk, student.id, student.revision, day, back)
                done("records.consent_withdrawn")


def _hidden(desk: Desk) -> tuple[str, ...]:
    return hidden_paths(Profile, desk.actor.role)


def _given(student: Student) -> bool:
    return student.consent is not None and student.consent.state is ConsentState.given


def propose(desk: Desk, student: Student) -> None:
    """For those who may not edit the card: say what a field should be; what waits already is shown."""
    if not desk.may("proposal.make"):
        return
    for waiting in proposals.proposals(desk, student=student.id):
        st.info(safe(f"{waiting.number} · {waiting.by.name} · {shown(waiting.state)}"), icon=":material/hourglass_top:")
    with st.expander(T("records.propose"), icon=":material/rate_review:"):
        st.caption(T("records.propose_hint"))
        key = f"propose:{student.id}"
        card, inner = proposals.offered(desk.actor.role)
        row = plain(student)
        specs, values = list(card), _known(flat(card, row))
        for study in row["studies"]:
            prefix = f"studies.{study['id']}."
            specs += stated(inner, prefix)
            values |= {prefix + path: value for path, value in flat(inner, study).items()}
        file = brought(desk, T("records.propose_file"), f"{key}:file")
        filled = form(
            desk, specs, key, values, T("records.propose"), why="required", revision=student.revision, columns=3,
            act="proposal.make",
        )  # fmt: skip
        if filled:
            with shown_errors(key):
                proposal = proposals.propose(desk, student.id, filled.revision, filled.changed, filled.why, file)
                done("records.proposed", number=proposal.number)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """What is masked from this user begins empty: dots are no value."""
    return {path: "" if value == "•••" else value for path, value in values.items()}


__all__ = ["bring_back", "consent", "consent_badge", "new_study", "propose"]
