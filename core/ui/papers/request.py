"""Asking for a paper: whose, which, in which language, where it goes."""

from __future__ import annotations

import streamlit as st

from core import house
from core.desk import Desk
from core.fields import FieldSpec, form_fields
from core.papers import acts, fits, reading
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.papers.issued import studies
from core.ui.style import safe
from schemas.base import Id
from schemas.kinds import CertificateKind, Sort
from schemas.paper import Paper, Requested


def request(desk: Desk, student: tuple[str, list[tuple[tuple[Id, Id], str]]] | None = None) -> Paper | None:
    """Draw the request; the paper once it is entered. student: (number, his studies) on his own card."""
    spoken = lang()
    kinds = {k.code: k.name.get(spoken) for k in reading.kinds()}
    if not kinds:
        st.info(T("papers.no_kinds"))
        return None
    own = student[0] if student else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if student is None:
            first = st.query_params.get("student", "")
            text = st.text_input(T("papers.who"), first, key="v:papers.who", width=300, icon=":material/search:")
            found = studies(desk, text, "") if text.strip() else []
        else:
            text, found = own, student[1]
        pairs = dict(found)
        whom = st.selectbox(
            T("papers.study"), list(pairs), format_func=lambda p: pairs.get(p, str(p)), key=f"v:papers.study:{text}",
            placeholder=T("common.not_chosen"), disabled=not pairs, width=420,
        )  # fmt: skip
        code = st.selectbox(
            T("papers.which"), list(kinds), index=None, format_func=lambda c: kinds.get(c, c),
            key=f"v:papers.which:{own}", placeholder=T("common.not_chosen"), width=360,
        )  # fmt: skip
    if not whom:
        st.caption(T("papers.nobody") if text.strip() else T("papers.who"))
        return None
    if not code:
        return None
    specs = _asked(desk, code)
    key = f"request:{whom[0]}:{code}"
    sent = form(
        desk, specs, key, flat(specs, {"lang": spoken}), T("papers.request_do"), "optional", act="paper.request"
    )
    st.caption(safe(T("papers.request_hint")))
    made: Paper | None = None
    if sent:
        with shown_errors(key):
            made = acts.request(desk, code, *whom, sent.values, sent.why)
    return made


def _asked(desk: Desk, code: str) -> list[FieldSpec]:
    """The fields a kind asks for: an application where it rests on one; where it is made from the archive, the place
    there (what is written there stands in the register already)."""
    body = house.entry(Sort.certificate, code).as_body(CertificateKind)
    left = set() if body.application else {"application", "applied_on"}
    left |= {f"archive.{x}" for x in fits.WRITTEN + (() if body.archive else fits.PLACE)}
    return [s for s in form_fields(Requested, desk.actor.role) if s.path not in left]


def requested(paper: Paper) -> None:
    """Say that the request is entered, and draw its page."""
    done("papers.requested", day=paper.deadline)


__all__ = ["request", "requested"]
