"""Asking a service: which, what is needed, how soon, files."""

from __future__ import annotations

import streamlit as st

from core import files, service_requests
from core.desk import Desk
from core.fields import described
from core.ui.files import brought_several
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.kinds import ServiceKind
from schemas.service_request import ServiceRequest

FIELDS = ("service", "urgency", "topic", "place", "text")


def draw(desk: Desk) -> None:
    """The form of a new request."""
    key = "service_request:new"
    turn = st.session_state.get(f"{key}!n", 0)
    for kind in service_requests.services():
        body = kind.as_body(ServiceKind)
        st.caption(safe(T("service_requests.days_line", name=kind.name.get(lang()), usual=body.usual,
                          urgent=body.urgent or T("service_requests.same_day"))))  # fmt: skip
    held = brought_several(desk, T("service_requests.file"), f"service_request:file:{turn}")
    filled = form(desk, [described(ServiceRequest, n) for n in FIELDS], key, {"urgency": "usual"},
                  T("service_requests.ask"))  # fmt: skip
    if filled:
        with shown_errors(key):
            ready = [files.ready(desk, name, data) for name, data in held]
            made = service_requests.ask(desk, filled.values, ready, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("service_requests.asked", number=made.number, due=made.due)
