"""Extracts of the archive: for one who left before this system, what the archive's document says; the list of them."""

from __future__ import annotations

import streamlit as st

from core import house
from core.desk import Desk
from core.fields import form_fields
from core.i18n import order_key
from core.papers import acts, reading
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, go, lang, tell
from core.ui.papers.listing import table
from core.ui.style import safe
from core.ui.tables import pager
from schemas.kinds import CertificateKind, Kind, Sort
from schemas.paper import ForOld


def archive(desk: Desk) -> None:
    """The form for one who is not in the register, and the extracts that were asked for."""
    kinds = {k.code: k for k in _kinds()}
    if not kinds:
        st.info(T("papers.no_kinds"))
        return
    code = next(iter(kinds))
    if len(kinds) > 1:
        code = st.selectbox(T("certificates.kind"), list(kinds), format_func=lambda c: kinds[c].name.get(lang()),
                            key="v:certificates.archive", width=420)  # fmt: skip
    if desk.may("paper.request"):
        with st.expander(f"{T('papers.request')}: {safe(kinds[code].name.get(lang()))}", icon=":material/add:"):
            _form(desk, code)
    st.subheader(T("certificates.archive_list"), anchor=False)
    page = pager("papers", ("certificates", code))
    rows = reading.listed(desk, kind=code, page=page)
    if not rows:
        st.caption(T("papers.none"))
        return
    opened = table(desk, rows, page)
    if opened:
        st.switch_page("pages/paper.py", query_params={"of": opened[0], "paper": opened[1]})


def _form(desk: Desk, code: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(T("certificates.archive_who"))
        go("pages/students.py", "certificates.find_student", "person_search")
    st.info(T("certificates.archive_as_written"), icon=":material/history_edu:")
    first = ("holder", "born", "lang", "purpose", "application", "applied_on")
    specs = sorted(
        form_fields(ForOld, desk.actor.role), key=lambda s: first.index(s.path) if s.path in first else len(first)
    )
    key = f"archive:{code}"
    start = {"lang": lang(), "applied_on": desk.today()}
    sent = form(desk, specs, key, flat(specs, start), T("certificates.archive_do"), "optional", act="paper.request")
    if sent:
        with shown_errors(key):
            made = acts.request_old(desk, code, sent.values, sent.why)
            tell("papers.requested", day=made.deadline)
            st.switch_page("pages/paper.py", query_params={"of": "papers", "paper": made.id})


def _kinds() -> list[Kind]:
    found = [k for k in house.entries(Sort.certificate) if k.as_body(CertificateKind).archive]
    return sorted(found, key=lambda k: order_key(k.name.kk))


__all__ = ["archive"]
