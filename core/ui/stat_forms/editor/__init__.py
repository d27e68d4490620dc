"""The editor of a statistical form: rows and columns with whom they count, seen on live records while it is changed."""

from __future__ import annotations

import streamlit as st

from core import stat_forms
from core.desk import Desk
from core.errors import OfficeError
from core.stat_forms import drafts, paper
from core.ui.contingent import chooser
from core.ui.kinds.drafted import NEW, Drafts
from core.ui.messages import sentence
from core.ui.page import T, signed_in
from core.ui.stat_forms import live
from core.ui.stat_forms.editor.lines import lines
from core.ui.stat_forms.editor.whole import whole
from core.ui.style import safe
from schemas.kinds import Kind, Sort, StatForm

DRAFTS = Drafts(Sort.stat_form, drafts.begun, drafts.values)


@st.fragment
def screen(desk: Desk, was: Kind | None) -> None:
    """The whole editor; only this part runs again at each change."""
    if not signed_in(desk):
        st.rerun()
    draft = DRAFTS.of(was)
    now = drafts.read(desk, draft)
    with st.container():
        DRAFTS.bar(desk, was, draft, now.problems)
    whole(draft, now.problems if draft.changed else ())
    lines(desk, draft, now.problems if draft.changed else ())
    st.subheader(T("stat_form_editor.look"), anchor=False)
    if now.kind is None:
        st.caption(T("stat_form_editor.look_later"))
        return
    usual = stat_forms.usual_day(now.kind.as_body(StatForm), desk.today())
    day = chooser.day("day", usual, T("stat_forms.day"))
    try:
        filled = stat_forms.filled(desk, now.kind, min(day, desk.today()))
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        return
    live.told(filled)
    live.table(paper.of_live(filled))


__all__ = ["NEW", "screen"]
