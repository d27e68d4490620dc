"""Monthly protocols of the trail on the screen: one of them, its signatures, the check against the base."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import jobs
from core.audit import protocols
from core.audit.protocols import paper
from core.audit.protocols.reckoning import grouped
from core.audit.words import kind_word
from core.audit.work import of_row
from core.desk import Desk, Why
from core.ui import jobs as kit
from core.ui.files import brought, given, offered
from core.ui.forms import asked, command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from core.ui.verification import shown_report
from schemas.base import Id
from schemas.trail import TrailProtocol, TrailStatus

JOB = "audit.protocol"
JSON = "application/json"


def screen(desk: Desk, id: Id) -> None:
    """The protocol; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, protocols.one(desk, id))


def _draw(desk: Desk, protocol: TrailProtocol) -> None:
    opened(desk, "trail_protocols", "trail_protocols", protocol.id, protocol.label().kk)
    with st.container(horizontal=True, vertical_alignment="center"):
        heading = T("trail.paper", number=str(protocol.number))
        st.subheader(safe(f"{heading} · {protocol.month}"), anchor=False, width="content")
        badge(protocol.status, "green" if protocol.status is TrailStatus.signed else "orange")
    last, anchor = protocol.last, protocol.anchor
    facts([
        (T("trail.made_on"), shown(protocol.made_on)), (T("trail.of_month"), shown(protocol.entries)),
        (T("trail.in_all"), shown(protocol.total)), (T("trail.last"), shown(last.at) if last else ""),
        (T("trail.anchor"), f"№ {anchor.n}" if anchor else ""),
        (T("trail.documents"), shown(anchor.documents) if anchor else ""),
    ], columns=3)  # fmt: skip
    st.caption(T("trail.seal_is"))
    st.code(grouped(protocol.seal), language=None, wrap_lines=True)
    _marks(desk, protocol)
    with st.container(horizontal=True):
        name = f"trail-{protocol.month}"
        given(T("trail.pdf"), f"{name}.pdf", partial(paper.pdf, desk, protocol.id, lang()), "trail.pdf",
              icon=":material/print:")  # fmt: skip
        given(T("trail.file"), f"{name}.json", partial(paper.statement_file, desk, protocol.id), "trail.file", JSON,
              icon=":material/save:")  # fmt: skip
    checking(desk, protocol)
    with st.expander(T("trail.by_kind"), icon=":material/category:"):
        rows = [[kind_word(s.kind, lang()), shown(s.entries)] for s in protocol.sorts]
        plain_table([T("trail.what"), T("trail.entries")], rows, widths=(420, 120))
    with st.expander(T("trail.by_day"), icon=":material/calendar_month:"):
        rows = [[shown(d.day), shown(d.entries), grouped(d.digest)] for d in protocol.days]
        plain_table([T("trail.day"), T("trail.entries"), T("trail.digest")], rows, widths=(120, 120, 620))


def _marks(desk: Desk, protocol: TrailProtocol) -> None:
    for m in protocol.marks:
        st.markdown(f":material/verified: {safe(T('trail.mark_is', name=m.name, role=m.role, at=shown(m.at)))}")
    if protocol.scan:
        offered(desk, protocol.scan, f"trail:{protocol.id}", "trail_protocols", "trail_protocols", protocol.id,
                T("trail.scan"))  # fmt: skip
    if not desk.may(protocols.SIGN):
        return
    mine = any(m.role is desk.actor.role or m.user == desk.actor.id for m in protocol.marks)
    with shown_errors():
        if not mine and desk.actor.role in protocols.SIGNERS:
            why = asked("trail.sign", need="no", type="primary", icon=":material/draw:", name=protocol.id,
                        hint="trail.sign_hint")  # fmt: skip
            if why:
                protocols.sign(desk, protocol.id, protocol.revision, why)
                done("trail.signed")
        if protocol.marks and not protocol.scan:
            with st.expander(T("trail.attach"), icon=":material/attach_file:"):
                _attach(desk, protocol)


def _attach(desk: Desk, protocol: TrailProtocol) -> None:
    form = f"trail:{protocol.id}"
    found = brought(desk, T("trail.scan"), f"{form}:file")
    if st.button(T("trail.attach"), disabled=found is None, key=f"{form}:go") and found:
        protocols.attach(desk, protocol.id, protocol.revision, *found, Why(command=command(form)))
        open_act(form)
        done("trail.attached")


def checking(desk: Desk, protocol: TrailProtocol | None = None) -> None:
    """The check against the base: of this protocol, or of the one whose printed hash is typed."""
    st.subheader(T("trail.check_title"), anchor=False)
    kit.news(desk, JOB)
    last = kit.last(desk, JOB)
    if last and last["state"] in ("waiting", "running"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(T("trail.typed"), key="trail.typed", max_chars=100, width=520, help=T("trail.typed_hint"))
        pressed = st.button(T("trail.check"), icon=":material/verified_user:", type="primary",
                            disabled=protocol is None and not typed.strip())  # fmt: skip
    if pressed:
        with shown_errors():
            params = {"typed": typed.strip()} | ({"id": protocol.id} if protocol else {})
            kit.begun(JOB, jobs.begin(desk, JOB, params, Why(T("trail.check"))))
            st.rerun()
    if last is None:
        return
    begun_for = (desk.store.one("runs", {"_id": last["_id"]}, {"params": 1}) or {}).get("params") or {}
    if begun_for.get("id") != (protocol.id if protocol else None):
        return
    st.caption(safe(T("jobs.by_when", who=last["by_name"], at=last["ended"])))
    with shown_errors():
        kit.refused(last)
    if last["result"]:
        shown_report(of_row(last["result"]), "trail.matches")
