"""What may be done with a version at its stage: write it, send it round, let it be agreed, adopt it, give it up."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.norm_documents import life, rules
from core.ui.files import brought
from core.ui.forms import asked, flat, form, nested
from core.ui.messages import shown_errors
from core.ui.norm_documents import parts
from core.ui.page import T, done
from core.ui.style import safe
from schemas.norm_document import NormDecision, NormDocument, NormDraft, NormEdition, NormStage, NormVersion

S = NormStage


def screen(desk: Desk, doc: NormDocument, version: NormVersion) -> None:
    """The acts of today; nothing for who only reads."""
    if not desk.may("norm.edit"):
        return
    if version.status in rules.WRITABLE:
        _write(desk, version)
        _file(desk, version, "text")
    if version.status is S.draft:
        _circulate(desk, version)
    if version.status is S.commented:
        why = asked("norms_ui.send", "optional", "primary", ":material/send:", version.id, "norms_ui.send_hint",
                    act="norm.send")  # fmt: skip
        if why:
            with shown_errors():
                life.send(desk, version.id, version.revision, why)
                done("norms_ui.sent")
    if version.status is S.agreed and desk.may("norm.approve"):
        _adopt(desk, doc, version)
    if version.status in rules.SIGNED:
        _file(desk, version, "scan")
    if version.status in (*rules.WRITABLE, S.agreed, S.council) and desk.may("norm.approve"):
        why = asked("norms_ui.withdraw", icon=":material/block:", type="tertiary", name=version.id,
                    hint="norms_ui.withdraw_hint", act="norm.withdraw")  # fmt: skip
        if why:
            with shown_errors():
                life.withdraw(desk, version.id, version.revision, why)
                done("norms_ui.withdrawn")


def _write(desk: Desk, version: NormVersion) -> None:
    with st.expander(T("norms_ui.write"), icon=":material/edit:", expanded=not version.changes and version.n > 1):
        specs, key = describe(NormDraft), f"norm.write:{version.id}"
        filled = form(desk, specs, key, flat(specs, version), T("common.save"), revision=version.revision)
        if filled:
            with shown_errors(key):
                life.write(desk, version.id, filled.revision, nested(filled.values), filled.why)
                done("norms_ui.written")


def _file(desk: Desk, version: NormVersion, what: str) -> None:
    """Bring the text of a draft, or the scan of the signed original."""
    held = version.file if what == "text" else version.scan
    with st.expander(T(f"norms_ui.bring_{what}"), icon=":material/upload_file:", expanded=what == "text" and not held):
        key = f"norm.{what}:{version.id}:{version.revision}"
        file = brought(desk, T(f"norms_ui.file_{what}"), f"{key}:file")
        why = asked(f"norms_ui.put_{what}", "no", "primary", ":material/check:", key, disabled=file is None)
        if why:
            with shown_errors():
                act = life.put_text if what == "text" else life.put_scan
                act(desk, version.id, version.revision, file, why)
                done("norms_ui.file_kept")


def _circulate(desk: Desk, version: NormVersion) -> None:
    with st.expander(T("norms_ui.circulate"), icon=":material/forum:"):
        st.caption(T("norms_ui.circulate_hint"))
        key = f"norm.circulate:{version.id}"
        specs = [described(NormVersion, "comments_by")]
        filled = form(desk, specs, key, {}, T("norms_ui.circulate"), revision=version.revision)
        if filled:
            with shown_errors(key):
                until = parts.day(filled.values["comments_by"])
                life.circulate(desk, version.id, filled.revision, until, filled.why)
                done("norms_ui.circulated")


def _adopt(desk: Desk, doc: NormDocument, version: NormVersion) -> None:
    with st.expander(T("norms_ui.adopt"), icon=":material/how_to_vote:", expanded=True):
        st.caption(T("norms_ui.adopt_voted" if doc.voted else "norms_ui.adopt_hint"))
        key = f"norm.adopt:{version.id}"
        specs: list[FieldSpec] = [s for s in describe(NormDecision) if doc.voted or s.path not in ("present", "for_")]
        specs.append(described(NormEdition, "effective"))
        first = {"effective": desk.today().isoformat()} | ({"body": T("norms_ui.council")} if doc.voted else {})
        filled = form(desk, specs, key, first, T("norms_ui.adopt"), why="optional", revision=version.revision,
                      columns=3, act="norm.adopt")  # fmt: skip
        if filled:
            with shown_errors(key):
                values = nested(filled.values)
                effective = parts.day(values.pop("effective"))
                made = life.adopt(desk, version.id, filled.revision, values, effective, filled.why)
                done(f"norms_ui.became_{made.status.value}", version=safe(made.label().kk))
