"""From the draft to a version: what is to be put right first, what the version would change, the day, the reason."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import kinds
from core.desk import Desk
from core.diplomas import drafts
from core.diplomas.drafts import Draft, Reading
from core.fields import described
from core.ui.diplomas.layout.held import drop, put
from core.ui.forms import asked, problems_of
from core.ui.kinds.entry import ACT, would
from core.ui.kinds.words import proposed
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.kinds import Kind, Sort

FORM = "diploma_layout"


def saving(desk: Desk, was: Kind | None, draft: Draft, reading: Reading) -> None:
    """The bar under the heading, for who may change kinds."""
    _stale(was, draft)
    wrong = len(reading.problems)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = max(desk.today(), was.effective if was else desk.today())
        day = st.date_input(
            described(Kind, "effective").label(lang()), first, min_value=first, format="DD.MM.YYYY", width=170,
            key=f"v:diploma_layout:day:{draft.code}:{draft.seen}",
        )  # fmt: skip
        still = not draft.changed or bool(wrong) or bool(was and draft.seen != was.version)
        look = st.button(T("kinds.page.look"), icon=":material/visibility:", disabled=still, key="diploma_layout.look")
        why = asked("diploma_layout.save", type="primary", icon=":material/check:", name=draft.code, act=ACT,
                    disabled=still)  # fmt: skip
        if draft.changed:
            st.button(T("diploma_layout.drop"), icon=":material/delete_sweep:", type="tertiary",
                      key="diploma_layout.drop", on_click=drop, args=(draft.code,))  # fmt: skip
            st.markdown(f":orange-badge[{T('diploma_layout.unsaved')}]", width="content")
    if wrong:
        st.markdown(f":red[:material/error: {T('diploma_layout.wrong', n=wrong)}]")
    for problems in problems_of(FORM).values():
        for problem in problems:
            st.markdown(f":red[:material/error: {said(problem)}]")
    values = drafts.values(draft) | {"effective": day if isinstance(day, date) else first}
    if not draft.code:
        values["code"] = proposed(draft.values["name"], [k.code for k in kinds.latest(desk, Sort.diploma_layout)])
    if look:
        st.session_state.pop(f"{FORM}!problems", None)
        would(desk, Sort.diploma_layout, was, values, FORM)
    if why:
        with shown_errors(FORM):
            made = kinds.save(desk, Sort.diploma_layout, draft.code or None, draft.seen, values, why)
            drop(draft.code)
            st.session_state.pop(f"{FORM}!problems", None)
            st.query_params["code"] = made.code
            done("kinds.page.saved", name=made.name, version=made.version, day=made.effective)


def _stale(was: Kind | None, draft: Draft) -> None:
    """Somebody made a version meanwhile: nothing is overwritten and nothing lost, the user says which stands."""
    st.session_state.pop(f"{FORM}!stale", None)
    if was is None or draft.seen == was.version:
        return
    st.warning(safe(T("diploma_layout.stale", version=was.version)), icon=":material/sync_problem:")
    with st.container(horizontal=True):
        st.button(T("diploma_layout.theirs"), key="diploma_layout.theirs", on_click=drop, args=(draft.code,))
        st.button(T("diploma_layout.mine"), key="diploma_layout.mine", on_click=_over, args=(draft, was))


def _over(draft: Draft, was: Kind) -> None:
    draft.seen = was.version
    put(draft)


__all__ = ["saving"]
