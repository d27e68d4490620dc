"""From the draft to a version of the form: what is to be put right first, the day, the reason."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import kinds
from core.desk import Desk
from core.fields import described
from core.stat_forms import drafts
from core.stat_forms.drafts import Draft, Reading
from core.ui.forms import asked, problems_of
from core.ui.kinds.entry import ACT
from core.ui.kinds.words import proposed
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.stat_forms.editor.held import drop
from core.ui.style import safe
from schemas.kinds import Kind, Sort

FORM = "stat_form_editor"


def saving(desk: Desk, was: Kind | None, draft: Draft, now: Reading) -> None:
    """The bar under the heading."""
    stale = was is not None and draft.seen != was.version
    if stale and was is not None:
        st.warning(safe(T("indicator_editor.stale", version=was.version)), icon=":material/sync_problem:")
        with st.container(horizontal=True):
            st.button(T("indicator_editor.theirs"), key="stat_form.theirs", on_click=drop, args=(draft.code,))
            st.button(T("indicator_editor.mine"), key="stat_form.mine", on_click=_over, args=(draft, was.version))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = max(desk.today(), was.effective if was else desk.today())
        day = st.date_input(
            described(Kind, "effective").label(lang()), first, min_value=first, format="DD.MM.YYYY", width=170,
            key=f"v:stat_form.day:{draft.code}:{draft.seen}",
        )  # fmt: skip
        still = not draft.changed or bool(now.problems) or stale
        why = asked("stat_form_editor.save", type="primary", icon=":material/check:", name=draft.code, act=ACT,
                    disabled=still)  # fmt: skip
        if draft.changed:
            st.button(T("indicator_editor.drop"), icon=":material/delete_sweep:", type="tertiary",
                      key="stat_form.drop", on_click=drop, args=(draft.code,))  # fmt: skip
            st.markdown(f":orange-badge[{T('indicator_editor.unsaved')}]", width="content")
    if now.problems and draft.changed:
        st.markdown(f":red[:material/error: {T('indicator_editor.wrong', n=len(now.problems))}]")
    for problems in problems_of(FORM).values():
        for problem in problems:
            st.markdown(f":red[:material/error: {said(problem)}]")
    if why:
        values = drafts.values(draft) | {"effective": day if isinstance(day, date) else first}
        if not draft.code:
            values["code"] = proposed(draft.values["name"], [k.code for k in kinds.latest(desk, Sort.stat_form)])
        with shown_errors(FORM):
            made = kinds.save(desk, Sort.stat_form, draft.code or None, draft.seen, values, why)
            drop(draft.code)
            st.session_state.pop(f"{FORM}!problems", None)
            st.query_params["code"] = made.code
            done("kinds.page.saved", name=made.name, version=made.version, day=made.effective)


def _over(draft: Draft, version: int) -> None:
    draft.seen = version


__all__ = ["saving"]
