"""Monthly protocols of the trail: the hash on paper, two signatures, the check against the base (clauses 36, 47)."""

from __future__ import annotations

import streamlit as st

from core.audit import protocols
from core.db.codec import plain
from core.fields import described
from core.ui import trail
from core.ui.page import T, empty, enter, title
from core.ui.tables import pager, picked
from schemas.trail import TrailProtocol

desk = enter("audit.verify", "id")
if id := st.query_params.get("id"):
    if st.button(T("trail.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    trail.screen(desk, id)
    st.stop()

title("trail.title", "trail.hint")
page = pager("trail", "")
rows = protocols.listed(desk, page)
if not rows and not page:
    empty("trail.none", "trail.none_hint")
    st.stop()
columns = [(p, described(TrailProtocol, p)) for p in ("number", "month", "status", "entries", "total", "made_on")]
if chosen := picked("trail.list", columns, [plain(r) for r in rows], page):
    st.query_params["id"] = chosen
    st.rerun()
trail.checking(desk)
