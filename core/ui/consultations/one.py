"""Planning one; one of them: who was invited and came, what was asked and answered, its materials."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import consultations, files
from core.consultations.reading import kinds
from core.desk import Desk
from core.fields import describe, described
from core.files import Ready
from core.ui.files import brought, offered
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.consultation import Consultation, ConsultationPlan, ConsultationState, Held

COLOURS: dict[ConsultationState, Any] = {
    ConsultationState.planned: "orange", ConsultationState.held: "green", ConsultationState.cancelled: "gray",
}  # fmt: skip


def planning(desk: Desk) -> None:
    """The form of a planned one."""
    key = "consultation:new"
    turn = st.session_state.get(f"{key}!n", 0)
    held = brought(desk, T("consultations.material"), f"{key}:file:{turn}")
    first = {"kind": "seminar", "day": desk.today().isoformat()}
    filled = form(desk, describe(ConsultationPlan), key, first, T("consultations.plan"))
    if filled:
        with shown_errors(key):
            ready = [files.ready(desk, *held)] if held else []
            made = consultations.plan(desk, filled.values, ready, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("consultations.planned", number=made.number)


def screen(desk: Desk, id: Id) -> None:
    """One of them; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, consultations.get(desk, id))


def _draw(desk: Desk, kept: Consultation) -> None:
    opened(desk, "consultations", "consultations", kept.id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{kept.number} · {kept.topic}"), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
    facts([
        (_label("kind"), kinds(lang()).get(kept.kind, kept.kind)), (_label("day"), shown(kept.day)),
        (_label("hours"), shown(kept.hours)), (_label("led_by"), kept.led_by.label.get(lang())),
    ], columns=4)  # fmt: skip
    for path, text in (("asked", kept.asked), ("answered", kept.answered)):
        if text:
            st.caption(_label(path))
            with st.container(border=True):
                st.markdown(safe(text))
    with st.container(horizontal=True):
        for n, file in enumerate(kept.materials):
            offered(desk, file, f"consultation:{kept.id}:{n}", "consultations", "consultations", kept.id, kept.number,
                    words=file.label.kk)  # fmt: skip
    done_ = kept.status is ConsultationState.held
    rows = [[p.label().get(lang()), T("consultations.came" if p.present else "consultations.away") if done_ else "—"]
            for p in kept.people]  # fmt: skip
    plain_table([_label("people"), T("consultations.presence")], rows, widths=(420, 160))
    if kept.status is ConsultationState.planned and desk.may("consultation.edit"):
        _hold(desk, kept)


def _label(path: str) -> str:
    return described(Consultation, path).label(lang())


def _hold(desk: Desk, kept: Consultation) -> None:
    if kept.day > desk.today():
        st.info(T("consultations.not_yet", day=kept.day), icon=":material/event:")
    else:
        st.subheader(T("consultations.write_held"), anchor=False)
        names = {n: p.label().get(lang()) for n, p in enumerate(kept.people)}
        key = f"consultation:hold:{kept.id}"
        there = st.multiselect(T("consultations.who_came"), list(names), key=f"v:{key}:there",
                               format_func=lambda n: names.get(n, str(n)))  # fmt: skip
        held = brought(desk, T("consultations.material"), f"{key}:file")
        filled = form(desk, describe(Held), key, {}, T("consultations.hold"), revision=kept.revision)
        if filled:
            with shown_errors(key):
                ready: list[Ready] = [files.ready(desk, *held)] if held else []
                consultations.hold(desk, kept.id, filled.revision, filled.values, there, ready, filled.why)
                done("consultations.held", number=kept.number)
    gone = asked("consultations.cancel", icon=":material/event_busy:", name=kept.id, act="consultation.cancel")
    if gone:
        with shown_errors():
            consultations.cancel(desk, kept.id, kept.revision, gone)
            done("consultations.cancelled")
