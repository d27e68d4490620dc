"""One audit step by step: its plan, checklist with evidence, findings and conclusions, report, closing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core import files, internal_audits
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, described
from core.internal_audits import report
from core.internal_audits.rules import late
from core.ui.files import given
from core.ui.forms import asked, form
from core.ui.internal_audits import planning
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id
from schemas.file import FileType
from schemas.internal_audit import AuditState, CheckRow, FindingText, InternalAudit

COLOURS = {"planned": "gray", "running": "blue", "reported": "orange", "closed": "green", "cancelled": "gray"}
EDIT = "internal_audit.edit"
STEPS = (AuditState.planned, AuditState.running, AuditState.reported, AuditState.closed)


def screen(desk: Desk, id: Id) -> None:
    """The audit; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, internal_audits.get(desk, id))


def _draw(desk: Desk, audit: InternalAudit) -> None:
    opened(desk, "internal_audit", "internal_audits", audit.id, audit.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"№ {audit.number} · {audit.process_name.get(lang())}"), anchor=False, width="content")
        badge(audit.status, COLOURS[audit.status.value])  # type: ignore[arg-type]
    if late(audit.last, audit.status, desk.today()):
        st.error(T("internal_audits.late_by", n=(desk.today() - audit.last).days, day=audit.last),
                 icon=":material/timer_off:")  # fmt: skip
    _plan(audit)
    mine = desk.may(EDIT)
    if audit.status is AuditState.planned:
        if desk.may("internal_audit.plan"):
            with st.expander(T("internal_audits.change_plan"), icon=":material/edit_calendar:"):
                planning.change(desk, audit)
        if mine:
            st.caption(T("internal_audits.questions_hint"))
    if mine and audit.status in (AuditState.planned, AuditState.running):
        _checklist(desk, audit)
    else:
        _checked(audit)
    if mine and audit.status is AuditState.running:
        _findings(desk, audit)
    elif audit.findings or audit.conclusions:
        _found(audit)
    _steps(desk, audit)
    _papers(desk, audit)


def _plan(audit: InternalAudit) -> None:
    facts([
        (T("internal_audits.unit"), audit.unit.label.get(lang()) if audit.unit else T("internal_audits.office")),
        (T("internal_audits.term"), f"{shown(audit.first)} – {shown(audit.last)}"),
        (T("internal_audits.lead"), audit.lead.label.get(lang())),
        (T("internal_audits.auditors"), ", ".join(a.label.get(lang()) for a in audit.auditors)),
        (T("internal_audits.standard"), audit.standard),
        (T("internal_audits.programme"), audit.programme.label.get(lang()) if audit.programme else
         T("internal_audits.p_outside")),
        (T("internal_audits.reported_on"), shown(audit.reported_on)),
        (T("internal_audits.closed_on"), shown(audit.closed_on)),
    ], columns=4)  # fmt: skip
    lines = [f"{n}. {safe(report.criterion(c, lang()))}" for n, c in enumerate(audit.criteria, 1)]
    st.markdown(f":gray[:small[{T('internal_audits.criteria')}]]  \n" + "  \n".join(lines))
    if audit.aim:
        st.markdown(f":gray[:small[{T('internal_audits.aim')}]]  \n{safe(audit.aim)}")


def _checklist(desk: Desk, audit: InternalAudit) -> None:
    with st.expander(T("internal_audits.checklist_n", n=len(audit.checklist)), icon=":material/checklist:",
                     expanded=audit.status is AuditState.running):  # fmt: skip
        spec = _rows(desk, "checklist", CheckRow)
        key = f"audit:check:{audit.id}"
        filled = form(desk, [spec], key, {"checklist": plain(audit.checklist)}, revision=audit.revision)
        if filled:
            with shown_errors(key):
                rows = filled.values["checklist"] or []
                internal_audits.checklist(desk, audit.id, filled.revision, rows, filled.why)
                done("internal_audits.checklist_saved")


def _findings(desk: Desk, audit: InternalAudit) -> None:
    with st.expander(T("internal_audits.findings_n", n=len(audit.findings)), icon=":material/search_insights:",
                     expanded=True):  # fmt: skip
        st.caption(T("internal_audits.findings_hint"))
        specs = [_rows(desk, "findings", FindingText), described(InternalAudit, "conclusions")]
        kept = [f.model_dump(exclude={"nonconformity"}) for f in audit.findings]
        key = f"audit:find:{audit.id}"
        initial = {"findings": plain(kept), "conclusions": audit.conclusions}
        filled = form(desk, specs, key, initial, revision=audit.revision)
        if filled:
            with shown_errors(key):
                rows, said = filled.values["findings"] or [], filled.values["conclusions"] or ""
                internal_audits.findings(desk, audit.id, filled.revision, rows, said, filled.why)
                done("internal_audits.findings_saved")


def _rows(desk: Desk, field: str, model: type[Any]) -> FieldSpec:
    """A list of records as its form draws it; a file only for who may keep one."""
    spec = described(InternalAudit, field)
    known = set(model.model_fields) - (set() if desk.may("file.keep") else {"file"})
    return replace(spec, items=tuple(i for i in spec.items if i.path in known))


def _checked(audit: InternalAudit) -> None:
    if not audit.checklist:
        return
    st.markdown(f"**{T('internal_audits.p_checklist')}**")
    heads = ("question", "requirement", "evidence", "outcome")
    rows = [[r.question, r.clause or "—", r.evidence or (r.file.label.kk if r.file else "—"), r.outcome.label(lang())]
            for r in audit.checklist]  # fmt: skip
    plain_table([T(f"internal_audits.p_{h}") for h in heads], rows, tall=True)


def _found(audit: InternalAudit) -> None:
    st.markdown(f"**{T('internal_audits.p_findings')}**")
    for n, f in enumerate(audit.findings, 1):
        with st.container(border=True):
            requirement = f" · {safe(f.requirement)}" if f.requirement else ""
            st.markdown(f"**{n}.** {safe(f.grade.label(lang()))}{requirement}")
            st.markdown(safe(f.text))
            st.caption(safe(f.evidence))
            if f.nonconformity:
                st.markdown(safe(T("internal_audits.became", number=f.nonconformity.label.kk)))
                go("pages/nonconformity.py", "internal_audits.to_nonconformity", key=f"go:nc:{f.nonconformity.id}",
                   id=f.nonconformity.id)  # fmt: skip
    if not audit.findings:
        st.caption(T("internal_audits.p_no_findings"))
    st.markdown(f"**{T('internal_audits.p_conclusions')}**  \n{safe(audit.conclusions)}")


def _steps(desk: Desk, audit: InternalAudit) -> None:
    """The press that takes the next step."""
    acts = {
        AuditState.planned: ("start", "play_arrow", internal_audits.start),
        AuditState.running: ("report", "assignment_turned_in", internal_audits.hand_in),
        AuditState.reported: ("close", "task_alt", internal_audits.close),
    }
    with st.container(horizontal=True):
        if audit.status in acts and desk.may(EDIT):
            word, icon, act = acts[audit.status]
            why = asked(f"internal_audits.{word}", "optional", "primary", f":material/{icon}:", audit.id,
                        hint=f"internal_audits.{word}_hint", act=f"internal_audit.{word}")  # fmt: skip
            if why:
                with shown_errors():
                    act(desk, audit.id, audit.revision, why)
                    done(f"internal_audits.did_{word}", number=audit.number)
        if audit.status in STEPS[:2] and desk.may("internal_audit.plan"):
            why = asked("internal_audits.cancel", icon=":material/event_busy:", name=audit.id,
                        hint="internal_audits.cancel_hint", act="internal_audit.cancel")  # fmt: skip
            if why:
                with shown_errors():
                    internal_audits.cancel(desk, audit.id, audit.revision, why)
                    done("internal_audits.did_cancel", number=audit.number)


def _papers(desk: Desk, audit: InternalAudit) -> None:
    words = {x: T(f"common.lang.{x}") for x in LANGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            T("order_text.lang"), LANGS, default=lang(), required=True, key=f"v:audit.lang:{audit.id}",
            format_func=lambda x: words.get(x, str(x)), label_visibility="collapsed",
        ) or "kk"  # fmt: skip
        stem = f"internal-audit-{audit.number}-{chosen}"
        given(T("internal_audits.pdf"), f"{stem}.pdf", partial(report.pdf, desk, audit.id, chosen),
              f"audit.pdf:{chosen}", icon=":material/picture_as_pdf:")  # fmt: skip
        given(T("internal_audits.docx"), f"{stem}.docx", partial(report.word, desk, audit.id, chosen),
              f"audit.docx:{chosen}", files.mime(FileType.docx), icon=":material/edit_document:")  # fmt: skip


__all__ = ["screen"]
