"""Requests to services (clauses 43, 44): IT, the safety department, any service the head adds; what is late."""

from __future__ import annotations

import streamlit as st

from core import service_requests
from core.ui.page import T, enter, title
from core.ui.service_requests import asking, lists, one

desk = enter("service_request.use", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A request, a new one, or the lists (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("service_requests.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new":
    title("service_requests.new", "service_requests.new_hint")
    asking.draw(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("service_requests.title", "service_requests.hint")
        if st.button(T("service_requests.new"), icon=":material/add:", type="primary"):
            open_("new")
    views = [*(["all"] if desk.may("service_request.read") else []),
             *(["to_me"] if service_requests.serves(desk) else []), "mine"]  # fmt: skip
    names = {v: T(f"service_requests.tab_{v}") for v in views}
    view = views[0] if len(views) == 1 else st.segmented_control(
        T("service_requests.view"), views, default=views[0], required=True, key="v:service_requests.view",
        format_func=names.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    if chosen := {"all": lists.every, "to_me": lists.to_me, "mine": lists.mine}[view](desk):
        open_(chosen)
