"""Copies of the whole office: what lies there, what is missing, the restore drill and its records (clause 36)."""

from __future__ import annotations

import streamlit as st

from core.db.codec import plain
from core.fields import described
from core.keeping import drills
from core.ui import backups
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, title
from core.ui.tables import pager, picked
from schemas.restore_drill import RestoreDrill

desk = enter("backup.read", "id")
if id := st.query_params.get("id"):
    if st.button(T("backup.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    with shown_errors():
        backups.record(desk, drills.one(desk, id))
    st.stop()

title("backup.title", "backup.hint")
with shown_errors():
    backups.next_steps(desk)
    backups.copies(desk)
    backups.drill(desk)

st.subheader(T("backup.drills"), anchor=False)
page = pager("drills", "")
rows = drills.listed(desk, page)
if not rows and not page:
    empty("backup.drills_none", "backup.drills_none_hint")
    st.stop()
columns = [(p, described(RestoreDrill, p)) for p in ("number", "status", "begun", "file", "documents", "made_by")]
if chosen := picked("drills.list", columns, [plain(r) for r in rows], page, 20):
    st.query_params["id"] = chosen
    st.rerun()
