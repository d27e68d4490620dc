"""Two people over one curriculum: who saved first, which cells both changed, and the two ways on."""

from __future__ import annotations

import streamlit as st

from core.curricula import drafts, table
from core.curricula.drafts import Draft
from core.desk import Desk
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.curriculum import Curriculum


def meeting(desk: Desk, now: Curriculum, draft: Draft) -> None:
    """The box above the grid while what is typed stands over an older revision."""
    found = drafts.clashes(now, draft)
    user = desk.store.one("users", {"_id": now.updated.by}, {"name": 1}) if now.updated else None
    with st.container(border=True, key=f"met-{now.id}"):
        at = now.updated.at if now.updated else None
        said = T("curricula.stale", by=(user or {}).get("name", "—"), at=at)
        st.markdown(f":orange[:material/sync_problem:] **{safe(said)}**")
        st.caption(T("curricula.stale_hint"))
        if found:
            rows = [
                [c.code, table.spec_of(c.column).label(lang()) if c.column else T("curricula.line"), c.was or "—",
                 c.theirs or (T("curricula.line_gone") if not c.column else "—"), c.mine or "—"]
                for c in found
            ]  # fmt: skip
            plain_table([T(f"curricula.{k}") for k in ("line", "cell", "was", "theirs", "mine")], rows)
        else:
            st.caption(T("curricula.stale_none"))
        with st.container(horizontal=True):
            mine = st.button(T("curricula.stale_mine"), type="primary", key=f"mine-{now.id}")
            theirs = st.button(T("curricula.stale_theirs"), key=f"theirs-{now.id}", disabled=not found)
        if mine or theirs:
            with shown_errors():
                drafts.settle(desk, now.id, mine)
                st.rerun()
