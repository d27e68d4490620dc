"""Lists of requests to services: all, what waits for one's own service, what one has asked."""

from __future__ import annotations

import streamlit as st

from core import service_requests
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.tables import headed, pager, picked, plain_views
from schemas.base import Text
from schemas.service_request import ServiceRequest, ServiceState

WIDTHS = {"number": 72, "name": 170, "topic": 136, "urgency": 82, "due": 84, "late": 91, "status": 97, "asked_by": 101,
          "whom": 90}  # fmt: skip


def every(desk: Desk) -> str | None:
    """All of them; the late ones are named above."""
    names = {"": T("common.all")} | {k.code: k.name.get(lang()) for k in service_requests.services()}
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in ServiceState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        service = st.selectbox(T("service_requests.service"), list(names), key="v:service_requests.service",
                               format_func=names.__getitem__, width=420)  # fmt: skip
        state = st.selectbox(T("service_requests.state"), list(states), key="v:service_requests.state",
                             format_func=states.__getitem__, width=200)  # fmt: skip
        plain_views(desk, "service_requests")
    late = service_requests.late(desk)
    if late:
        lines = [f"- {safe(f'{x.of.number} · {x.of.topic} · {x.of.service_name.get(lang())}')}: "
                 + T("service_requests.days", n=x.days) for x in late[:5]]  # fmt: skip
        st.warning("\n".join([T("service_requests.late_n", n=len(late)), *lines]), icon=":material/alarm:")
    page = pager("service_requests", (service, state))
    rows = service_requests.listed(desk, service, state, page)
    if not rows:
        many = service or state or page
        empty(
            *(("service_requests.none_such", None) if many else ("service_requests.none", "service_requests.ask_hint"))
        )
        return None
    return _table("all", rows, page, "asked_by", "whom")


def to_me(desk: Desk) -> str | None:
    """What waits for the services whose work this user does."""
    rows = service_requests.to_me(desk)
    if not rows:
        st.success(T("service_requests.none_wait"), icon=":material/task_alt:")
        return None
    return _table("to_me", rows, 0, "asked_by", "whom")


def mine(desk: Desk) -> str | None:
    """What this user has asked."""
    rows = service_requests.mine(desk)
    if not rows:
        empty("service_requests.none_mine", "service_requests.ask_hint")
        return None
    return _table("mine", rows, 0, "whom")


def _table(name: str, rows: list[Row], page: int, *people: str) -> str | None:
    for row in rows:
        row["name"] = Text.model_validate(row["service_name"]).get(lang())
    columns = [("number", described(ServiceRequest, "number")), headed("name", "service_requests.service")]
    columns += [(n, described(ServiceRequest, n)) for n in ("topic", "urgency", "due", "status", *people)]
    columns.insert(5, headed("late", "service_requests.late", "int"))
    return picked(f"service_requests.{name}", columns, rows, page, size=max(50, len(rows) + (name != "all")),
                  widths=WIDTHS, tall=True)  # fmt: skip
