"""On a diploma's own screen: what it is a duplicate of, which duplicates it has, asking for one, annulling."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.diplomas import annulling, duplicates, requests
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import safe
from schemas.base import Ref
from schemas.diploma import VALID, Diploma, RequestStatus


def links(desk: Desk, of: Diploma) -> None:
    """The links both ways and the two acts."""
    found = requests.of_diploma(desk, of.id)
    if of.of:
        with st.container(horizontal=True, vertical_alignment="center"):
            _diploma("duplicates.of", of.of)
            if of.request:
                _request(of.request)
    if of.duplicates or found:
        st.subheader(T("duplicates.of_this"), anchor=False)
        for request in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                _request(request.ref())
                parts = ", ".join(p.label(lang()) for p in request.parts)
                st.markdown(safe(f"{request.status.label(lang())} · {parts}"), width="content")
                if request.made:
                    _diploma("duplicates.made", request.made)
    with st.container(horizontal=True):
        waits = any(r.status is RequestStatus.asked for r in found)
        if requests.parts_left(desk, of) and not waits and desk.may(duplicates.ASK):
            go("pages/duplicates.py", "duplicates.ask", "content_copy", f"ask:{of.id}", of=of.id)
        if of.status in VALID and desk.may(annulling.RIGHT):
            _annul(desk, of)


def _diploma(key: str, to: Ref) -> None:
    if st.button(safe(T(key, number=to.label.get(lang()).removeprefix("№ ").removeprefix("No. "))), key=f"to:{to.id}",
                 type="tertiary", icon=":material/workspace_premium:"):  # fmt: skip
        st.query_params["id"] = to.id
        st.rerun()


def _request(to: Ref) -> None:
    number = to.label.get(lang()).removeprefix("№ ").removeprefix("No. ")
    if st.button(safe(T("duplicates.one", number=number)), key=f"to:{to.id}", type="tertiary", icon=":material/draft:"):
        st.switch_page("pages/duplicates.py", query_params={"id": to.id})


def _annul(desk: Desk, of: Diploma) -> None:
    why = asked("duplicates.annul", name=of.id, icon=":material/gavel:", hint="duplicates.annul_hint",
                act="diploma.annul")  # fmt: skip
    if why:
        with shown_errors():
            annulling.annul(desk, of.id, of.revision, why)
            done("duplicates.annulled")


__all__ = ["links"]
