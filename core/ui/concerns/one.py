"""One report on the auditor's screen: what was said, the answer, where it stands."""

from __future__ import annotations

import streamlit as st

from core import concerns
from core.concerns.acts import YEARS
from core.desk import Desk
from core.fields import describe, described
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, facts, safe, shown
from schemas.base import Id
from schemas.concern import Answer, Concern, ConcernState, Voice
from schemas.quality import Nonconformity

COLOUR = {"received": "orange", "examined": "blue", "confirmed": "red", "unfounded": "gray"}


def screen(desk: Desk, id: Id) -> None:
    """The report; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, concerns.one(desk, id))


def _draw(desk: Desk, said: concerns.Said) -> None:
    report = said.report
    opened(desk, "concerns", "concerns", report.id, report.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("concerns.one", number=report.number)), anchor=False, width="content")
        badge(report.state, COLOUR[report.state.value])  # type: ignore[arg-type]
    name = T("concerns.let_go") if said.sender is None else said.sender or T("concerns.unnamed")
    facts([
        (T("concerns.about"), report.about.label(lang())), (_head("received"), shown(report.received)),
        (_head("sender"), name), (_head("keep_until"), shown(report.keep_until)),
    ], columns=4)  # fmt: skip
    for message, text in zip(report.messages, said.texts, strict=True):
        with st.chat_message("user" if message.by is Voice.sender else "assistant",
                             avatar=f":material/{'mail' if message.by is Voice.sender else 'reply'}:"):  # fmt: skip
            st.markdown(f":gray[:small[{safe(message.by.label(lang()))} · {shown(message.day)}]]")
            st.markdown(safe(text if text is not None else T("concerns.let_go")))
    if report.status == "gone":
        return
    key = f"concern:answer:{report.id}"
    if filled := form(desk, describe(Answer), key, {}, T("concerns.answer"), revision=report.revision):
        with shown_errors(key):
            concerns.answer(desk, report.id, filled.revision, filled.values["text"] or "", filled.why)
            done("concerns.answered")
    _nonconformity(desk, report)
    with st.container(horizontal=True), shown_errors():
        for state in ConcernState:
            if state in (ConcernState.received, report.state):
                continue
            if why := asked(f"concerns.to_{state.value}", need="no", name=report.id):
                concerns.settle(desk, report.id, report.revision, state, why)
                done("concerns.settled")
    st.caption(T("concerns.keep", years=YEARS))


def _nonconformity(desk: Desk, report: Concern) -> None:
    if report.nonconformity:
        go("pages/nonconformity.py", "concerns.to_nonconformity", id=report.nonconformity.id)
        return
    with st.expander(T("concerns.propose"), icon=":material/report:"):
        st.caption(T("concerns.propose_hint"))
        key = f"concern:propose:{report.id}"
        found = form(desk, [described(Nonconformity, "text")], key, {}, T("concerns.propose"), revision=report.revision)
        if found:
            with shown_errors(key):
                made = concerns.propose(desk, report.id, found.revision, found.values["text"] or "", found.why)
                done("concerns.proposed", number=made.number)


def _head(path: str) -> str:
    return described(Concern, path).label(lang())
