"""One request to a service: what is asked, remarks, and the step that is this user's."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import files, service_requests
from core.desk import Desk, Why
from core.fields import described
from core.ui.files import brought_several, offered
from core.ui.forms import asked, command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, forget_act, lang
from core.ui.style import badge, facts, safe, shown
from schemas.base import Id
from schemas.service_request import OVER, ServiceRequest, ServiceState

COLOURS: dict[ServiceState, Any] = {
    ServiceState.new: "orange", ServiceState.taken: "blue", ServiceState.done: "violet", ServiceState.accepted: "green",
    ServiceState.withdrawn: "gray",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """It; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, service_requests.get(desk, id))


def _draw(desk: Desk, of: ServiceRequest) -> None:
    opened(desk, "service_requests", "service_requests", of.id, of.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"№ {of.number} · {of.topic}"), anchor=False, width="content")
        badge(of.status, COLOURS[of.status])
    facts([
        (_label("service"), of.service_name.get(lang())), (_label("urgency"), of.urgency.label(lang())),
        (_label("due"), shown(of.due)), (_label("place"), of.place or "—"),
        (_label("asked_by"), f"{of.asked_by.label.get(lang())}, {shown(of.asked_at)}"),
        (_label("whom"), of.whom.label.get(lang()) if of.whom else "—"),
    ], columns=3)  # fmt: skip
    if days := of.late(desk.today()):
        st.warning(T("service_requests.late_line", n=days), icon=":material/alarm:")
    if of.text:
        with st.container(border=True):
            st.markdown(safe(of.text))
    with st.container(horizontal=True):
        for n, file in enumerate(of.files):
            key = f"service_request:{of.id}:{n}"
            offered(desk, file, key, "service_requests", of.collection, of.id, of.number, words=file.label.kk)
    for remark in of.remarks:
        st.caption(safe(f"{remark.by.name} · {shown(remark.at)}"))
        st.markdown(safe(remark.text))
    own = of.asked_by.id == desk.actor.id
    serving = (of.whom is not None and of.whom.id == desk.actor.id) or of.service in service_requests.serves(desk)
    _steps(desk, of, own, serving)
    if of.status not in OVER and (own or serving):
        _say(desk, of)


def _label(name: str) -> str:
    return described(ServiceRequest, name).label(lang())


def _steps(desk: Desk, of: ServiceRequest, own: bool, serving: bool) -> None:
    take = finish = accept = back = away = None
    with st.container(horizontal=True):
        if serving and of.status is ServiceState.new:
            take = st.button(T("service_requests.take"), type="primary", icon=":material/front_hand:",
                             key=f"service_request:take:{of.id}:{of.revision}")  # fmt: skip
        if serving and of.status is ServiceState.taken:
            finish = asked("service_requests.done", "optional", "primary", ":material/check:", of.id,
                           act="service_request.done")  # fmt: skip
        if own and of.status is ServiceState.done:
            accept = asked("service_requests.accept", "optional", "primary", ":material/done_all:", of.id,
                           act="service_request.accept")  # fmt: skip
            back = asked("service_requests.return", icon=":material/reply:", name=of.id, act="service_request.back")
        if own and of.status not in OVER:
            away = asked("service_requests.withdraw", icon=":material/undo:", name=of.id,
                         act="service_request.withdraw")  # fmt: skip
    with shown_errors():
        if take:
            service_requests.take(desk, of.id, of.revision, Why())
            done("service_requests.taken")
        for why, act, word in (
            (finish, service_requests.done, "finished"), (accept, service_requests.accept, "accepted"),
            (back, service_requests.back, "returned"), (away, service_requests.withdraw, "withdrawn"),
        ):  # fmt: skip
            if why:
                act(desk, of.id, of.revision, why)
                done(f"service_requests.{word}")


def _say(desk: Desk, of: ServiceRequest) -> None:
    key = f"service_request:say:{of.id}"
    turn = st.session_state.setdefault(f"{key}!n", 0)
    with st.expander(T("service_requests.remark"), icon=":material/chat:"):
        text = st.text_area(T("service_requests.remark_text"), key=f"v:{key}:{turn}", max_chars=2000)
        held = brought_several(desk, T("service_requests.file"), f"{key}:file:{turn}")
        if st.button(T("service_requests.remark_add"), key=f"{key}:go:{turn}", disabled=not text.strip() and not held):
            with shown_errors():
                ready = [files.ready(desk, name, data) for name, data in held]
                service_requests.remark(desk, of.id, of.revision, text, ready, Why(command=command(key)))
                forget_act(key)
                done("service_requests.remarked")
