"""Comments on a draft: those made, a new one, the answer of the office."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import describe, described
from core.norm_documents import comments, reading
from core.ui.forms import form, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import Colour, badge, safe, shown
from schemas.norm_document import NormComment, NormOutcome, NormStage, NormVersion

COLOURS: dict[str, Colour] = {"open": "orange", "taken": "green", "partly": "blue", "left": "gray"}


def screen(desk: Desk, version: NormVersion, being_agreed: bool) -> None:
    """Every comment with its answer; while the draft is out, a new one may be made."""
    found, _ = reading.of_version(desk, version.id)
    st.subheader(T("norms_ui.comments", n=len(found)), anchor=False)
    out = version.status is NormStage.commented and not being_agreed
    for one in found:
        _one(desk, one, out)
    if not found:
        st.caption(T("norms_ui.no_comments"))
    if out and version.comments_by is not None and version.comments_by >= desk.today():
        with st.expander(T("norms_ui.comment"), icon=":material/add_comment:"):
            key = f"norm.comment:{version.id}"
            specs = [described(NormComment, p) for p in ("clause", "text")]
            filled = form(desk, specs, key, {}, T("norms_ui.comment"))
            if filled:
                with shown_errors(key):
                    comments.comment(desk, version.id, nested(filled.values), filled.why)
                    done("norms_ui.commented")


def _one(desk: Desk, one: NormComment, out: bool) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            clause = f" · {T('norms_ui.clause', n=one.clause)}" if one.clause else ""
            st.markdown(f"**{safe(one.by.name)}** :gray[{safe(shown(one.at) + clause)}]", width="content")
            badge(one.status, COLOURS[one.status.value])
        st.markdown(safe(one.text))
        if one.answer:
            who = one.answered_by.name if one.answered_by else ""
            st.caption(safe(f"{who}: {one.answer}"))
        if out and one.status is NormOutcome.open and desk.may("norm.edit"):
            with st.expander(T("norms_ui.answer"), icon=":material/reply:"):
                key = f"norm.answer:{one.id}"
                specs = [s for s in describe(NormComment) if s.path in ("status", "answer")]
                filled = form(desk, specs, key, {"status": "taken"}, T("norms_ui.answer"), revision=one.revision)
                if filled:
                    with shown_errors(key):
                        comments.answer(desk, one.id, filled.revision, nested(filled.values), filled.why)
                        done("norms_ui.answered")
