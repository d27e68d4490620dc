"""The checklist of a commission's papers: what is there, what is missing; one is filed with its scan."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.attestation import settings
from core.attestation.commissions import papers
from core.desk import Desk
from core.fields import Option, described
from core.ui.attestation.picking import choice
from core.ui.files import offered
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import safe, shown
from schemas.attestation import Commission, CommissionPaper
from schemas.attestation.commission import LIVE


def papers_of(desk: Desk, one: Commission) -> None:
    """The whole part."""
    lines = papers.checklist(one.papers, settings.rules())
    if not lines:
        st.caption(T("commissions.papers_none"))
        go("pages/kinds.py", "commissions.papers_rules", "tune", sort="attestation_rules")
        return
    missing = [x for x in lines if x.paper is None]
    if missing:
        what = ", ".join(safe(x.label.get(lang())) for x in missing)
        st.warning(T("commissions.papers_missing", what=what), icon=":material/folder_off:")
    else:
        st.success(T("commissions.papers_whole", n=len(lines)), icon=":material/folder_check:")
    with st.container(border=True, gap="small"):
        for line in lines:
            _line(desk, one, line)
    if one.status in LIVE and desk.may(papers.RIGHT):
        _file(desk, one, lines)


def _line(desk: Desk, one: Commission, line: papers.Line) -> None:
    colour, icon = ("green", "check_circle") if line.paper else ("red", "cancel")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":{colour}[:material/{icon}:] **{safe(line.label.get(lang()))}**", width="content")
        if line.paper is None:
            st.caption(T("commissions.paper_absent"), width="content")
            return
        number = f"№ {line.paper.number} · " if line.paper.number else ""
        st.caption(safe(f"{number}{shown(line.paper.day)} · {line.paper.by}"), width="content")
        if line.paper.scan:
            offered(desk, line.paper.scan, f"paper:{one.id}:{line.code}", "commissions", "commissions", one.id,
                    line.label.kk)  # fmt: skip


def _file(desk: Desk, one: Commission, lines: list[papers.Line]) -> None:
    with st.expander(T("commissions.paper_file"), icon=":material/upload_file:"):
        asked = {p.code for p in settings.rules().papers}
        options = [Option(x.code, x.label) for x in lines if x.code in asked]
        specs = [choice("code", "commissions.paper", options), described(CommissionPaper, "number"),
                 described(CommissionPaper, "day")]  # fmt: skip
        if desk.may("file.keep"):
            specs.append(replace(described(CommissionPaper, "scan"), kind="file"))
        key = f"commission:paper:{one.id}"
        filled = form(desk, specs, key, {"day": desk.today().isoformat()}, T("commissions.paper_do"),
                      revision=one.revision, columns=3)  # fmt: skip
        if filled:
            with shown_errors(key):
                papers.file(desk, one.id, filled.revision, filled.values, filled.why)
                done("commissions.paper_filed")


__all__ = ["papers_of"]
