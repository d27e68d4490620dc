"""Certificates for a list of students or a whole group in one press."""

from __future__ import annotations

import streamlit as st

from core import house
from core.desk import Desk
from core.fields import form_fields
from core.papers import many, reading
from core.ui.certificates.pressing import language, news, press
from core.ui.page import T, lang
from core.ui.papers.issued import studies
from schemas.kinds import CertificateKind, Kind, Sort, Template
from schemas.kinds.papers import PaperSort
from schemas.paper import Requested


def several(desk: Desk) -> None:
    """Choose a kind, find the people, press."""
    spoken = lang()
    kinds = {k.code: k.name.get(spoken) for k in _kinds()}
    if not kinds:
        st.info(T("papers.no_kinds"))
        return
    purpose = next(s for s in form_fields(Requested) if s.path == "purpose")
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.selectbox(
                T("certificates.kind"), list(kinds), format_func=lambda c: kinds.get(c, c), width=340,
                key="v:certificates.kind",
            )  # fmt: skip
            spoken_in = language("v:certificates.lang")
            said = st.text_input(purpose.label(spoken), key="v:certificates.purpose", width=380, max_chars=200)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            group = st.text_input(T("certificates.group"), st.query_params.get("group", ""),
                                  key="v:certificates.group", width=200, icon=":material/groups:")  # fmt: skip
            text = st.text_input(T("certificates.who"), key="v:certificates.who", width=340, icon=":material/search:")
        found = studies(desk, text, group) if text.strip() or group.strip() else []
        pairs = dict(found)
        key = f"v:certificates.chosen:{text}:{group}"
        if key not in st.session_state:
            st.session_state[key] = many.studying(desk, list(pairs)) if group.strip() and not text.strip() else []
        chosen = st.multiselect(
            T("certificates.chosen", n=len(found)), list(pairs), format_func=lambda p: pairs.get(p, str(p)), key=key,
            placeholder=T("common.not_chosen"),
        )  # fmt: skip
        press(desk, code or "", [p for p in chosen if p in pairs], spoken_in, {"purpose": said.strip()}, key)
    news(desk)


def _kinds() -> list[Kind]:
    """Kinds that many may be given at once, certificates before letters: each paper of the archive or on an
    application is one person's, and what is owed has its own list."""
    found = []
    for kind in reading.kinds():
        body = kind.as_body(CertificateKind)
        if not (body.archive or body.application or body.owed):
            template = house.entry(Sort.template, body.template).as_body(Template)
            found.append((template.paper is not PaperSort.certificate, kind))
    return [kind for _, kind in sorted(found, key=lambda x: x[0])]


__all__ = ["several"]
