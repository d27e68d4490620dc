"""The programme of a year on the screen: its draft as a form, the press that sends it to the leadership."""

from __future__ import annotations

import streamlit as st

from core import approvals
from core.db.codec import plain
from core.desk import Desk
from core.fields import described
from core.internal_audits import Board, programme
from core.ui.forms import asked, form
from core.ui.internal_audits.board import process_word
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.internal_audit import AuditProgramme, ProgrammeState
from schemas.task import ApprovalState

COLOURS = {"draft": "gray", "asked": "orange", "approved": "green", "replaced": "gray"}


def state(desk: Desk, of: Board) -> None:
    """Which version holds, which is on its way and with whom it waits."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if of.approved:
            badge(of.approved.status, "green")
            st.caption(safe(T("internal_audits.holds", n=of.approved.n, day=of.approved.approved_on,
                              standard=of.approved.standard)))  # fmt: skip
        if of.coming:
            badge(of.coming.status, COLOURS[of.coming.status.value])  # type: ignore[arg-type]
            st.caption(safe(T("internal_audits.coming", n=of.coming.n)))
    if of.coming and of.coming.status is ProgrammeState.asked:
        for a in approvals.of_subject(desk, of.coming.id)[:1]:
            step = a.steps[a.at] if a.at is not None and a.state is ApprovalState.running else None
            if step:
                who = step.user.label.get(lang()) if step.user else step.role.label(lang())
                st.info(safe(T("internal_audits.waits_for", who=who, due=step.due)), icon=":material/hourglass_top:")


def edit(desk: Desk, of: Board) -> None:
    """The form of a draft; of a year without one: a new programme, begun from the version that holds."""
    held, before = of.coming, of.approved
    if held and held.status is not ProgrammeState.draft:
        read(held)
        return
    st.caption(T("internal_audits.programme_hint"))
    begun = held or before
    first = plain(begun) if begun else {"standard": "ISO 9001:2015"}
    key = f"programme:{of.year}:{held.id if held else 'new'}"
    initial = {f: first.get(f) for f in programme.FIELDS}
    filled = form(desk, [described(AuditProgramme, f) for f in programme.FIELDS], key, initial,
                  revision=held.revision if held else 0)  # fmt: skip
    if filled:
        with shown_errors(key):
            if held:
                programme.amend(desk, held.id, filled.revision, filled.values, filled.why)
            else:
                programme.draft(desk, of.year, filled.values, filled.why)
            done("internal_audits.programme_saved", year=of.year)
    if held:
        _send(desk, held)


def _send(desk: Desk, held: AuditProgramme) -> None:
    st.caption(T("internal_audits.ask_hint"))
    why = asked("internal_audits.ask", "optional", icon=":material/send:", name=held.id, act="audit_programme.ask")
    if why:
        with shown_errors():
            programme.ask(desk, held.id, held.revision, why)
            done("internal_audits.asked", year=held.year)


def read(held: AuditProgramme) -> None:
    """A programme as it is read: its aim, standard, lines."""
    facts([(T("internal_audits.aim"), held.aim), (T("internal_audits.standard"), held.standard),
           (T("internal_audits.approved_on"), shown(held.approved_on))])  # fmt: skip
    rows = [[p.month.label(lang()), process_word(p.process), p.unit.label.get(lang()) if p.unit else
             T("internal_audits.office"), p.lead.label.get(lang()) if p.lead else "—"]
            for p in sorted(held.planned, key=lambda p: p.month.n)]  # fmt: skip
    plain_table([T(f"internal_audits.{h}") for h in ("month", "process", "unit", "lead")], rows)


__all__ = ["edit", "read", "state"]
