"""The versions of a document and the life of the chosen one: where it stands, its decision, what may be done now."""

from __future__ import annotations

import streamlit as st

from core import approvals
from core.desk import Desk
from core.norm_documents import reading
from core.norm_documents.rules import needed
from core.ui.norm_documents import comments, parts, starts, steps
from core.ui.page import T, empty, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.norm_document import NormDocument, NormStage, NormVersion
from schemas.task import Approval

S = NormStage
WAY = (S.memo, S.draft, S.commented, S.agreed, S.council, S.in_force)


def screen(desk: Desk, doc: NormDocument) -> None:
    """The whole part."""
    found = reading.versions(desk, doc.id)
    starts.screen(desk, doc)
    if not found:
        empty("norms_ui.no_versions", "norms_ui.no_versions_hint")
        return
    one = _chosen(doc, found)
    _one(desk, doc, one)
    if len(found) > 1:
        st.subheader(T("norms_ui.all_versions"), anchor=False)
        heads = [T(f"norms_ui.head_{h}") for h in ("n", "edition", "status", "since", "until", "decision")]
        rows = [[v.n, v.edition or "—", v.status.label(lang()), shown(v.since or v.effective), shown(v.until),
                 _decided(v)] for v in found]  # fmt: skip
        plain_table(heads, rows, right=(0,), widths=(60, 150, 190, 120, 120))
        go("pages/norm_compare.py", "menu.norm_compare", "difference", id=doc.id)


def _chosen(doc: NormDocument, found: list[NormVersion]) -> NormVersion:
    """The version the address names, else the one on its way, else the newest."""
    by = {v.id: v for v in found}
    first = next((r.id for r in (doc.coming, doc.current) if r and r.id in by), found[0].id)
    asked = st.query_params.get("version", "")
    if len(found) == 1:
        return found[0]
    key = "v:norms.version"
    st.session_state[key] = asked if asked in by else first
    names = {v.id: f"{v.n} · {v.edition or v.status.label(lang())}" for v in found[:8]}
    chosen = st.pills(T("norms_ui.versions"), list(names), key=key, required=True, on_change=_keep,
                      format_func=lambda i: names.get(i, str(i)))  # fmt: skip
    return by[chosen or first]


def _keep() -> None:
    st.query_params["version"] = str(st.session_state["v:norms.version"])


def _decided(version: NormVersion) -> str:
    d = version.decision
    if d is None:
        return "—"
    said = f"{d.body}, № {d.protocol}, {shown(d.day)}"
    return f"{said} · {d.for_}/{d.present}" if d.present is not None else said


def _one(desk: Desk, doc: NormDocument, version: NormVersion) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(safe(T("norms_ui.version_n", n=version.n)), anchor=False, width="content")
            badge(version.status, parts.COLOURS[version.status.value])
            parts.file(desk, doc, version, version.file, "text")
            parts.file(desk, doc, version, version.scan, "scan")
        if not doc.outside and version.status in WAY:
            _way(doc, version)
        _told(version)
        found = approvals.of_subject(desk, version.id)
        running = next((a for a in found if a.at is not None), None)
        if running is not None:
            _running(running)
        else:
            steps.screen(desk, doc, version)
    if version.comments_by is not None:
        comments.screen(desk, version, running is not None)
    with st.expander(T("norms_ui.trace"), icon=":material/timeline:"):
        plain_table(
            [T("common.when"), T("norms_ui.head_status"), T("common.who"), T("norms_ui.note")],
            [[shown(s.at), s.stage.label(lang()), s.by.name, s.note or "—"] for s in version.steps],
            widths=(150, 220, 240),
        )  # fmt: skip


def _way(doc: NormDocument, version: NormVersion) -> None:
    """The way of a version in one line: what is behind it, where it stands."""
    way = [s for s in WAY if s is not S.memo or version.memo is not None]
    at = way.index(version.status) if version.status in way else 0
    with st.container(horizontal=True, gap="small"):
        for n, stage in enumerate(way):
            colour, icon = ("green", "check_circle") if n < at or version.status is S.in_force else ("gray", "circle")
            if n == at and version.status is not S.in_force:
                colour, icon = "orange", "radio_button_checked"
            st.markdown(f":{colour}[:material/{icon}: {safe(stage.label(lang()))}]", width="content")


def _told(version: NormVersion) -> None:
    said = [(T("norms_ui.head_edition"), version.edition or "—")]
    if version.memo is not None:
        said.append((T("norms_ui.memo"), f"№ {version.memo.number}, {shown(version.memo.day)}"))
    if version.comments_by is not None:
        said.append((T("norms_ui.comments_until"), shown(version.comments_by)))
    if version.decision is not None:
        said.append((T("norms_ui.head_decision"), _decided(version)))
    if version.effective is not None:
        said.append((T("norms_ui.head_since"), shown(version.effective)))
    if version.until is not None:
        said.append((T("norms_ui.head_until"), shown(version.until)))
    facts(said, columns=4)
    if version.memo is not None:
        st.caption(safe(version.memo.about))
    d = version.decision
    if d is not None and d.present is not None and version.status is S.refused:
        st.error(T("norms_ui.not_enough", for_=d.for_ or 0, needed=needed(d.present), present=d.present),
                 icon=":material/how_to_vote:")  # fmt: skip
    if version.status is S.council and version.effective is not None:
        st.info(T("norms_ui.waits_for_day", day=version.effective), icon=":material/event:")
    if version.changes:
        with st.container(gap=None):
            for row in version.changes:
                st.markdown(f"- {safe(row.text)}" + (f" :gray[(№ {safe(row.number)})]" if row.number else ""))


def _running(approval: Approval) -> None:
    """It is on its way through an approval: whose decision is waited for."""
    step = approval.steps[approval.at or 0]
    who = step.user.label.get(lang()) if step.user else step.role.label(lang())
    st.info(T("norms_ui.waits_for", route=approval.route.label, who=who, day=step.due), icon=":material/hourglass_top:")
    go("pages/inbox.py", "norms_ui.to_inbox", "checklist")
