"""All papers: certificates and transcripts by state, kind and deadline; a request for a student (clause 24-c)."""

from __future__ import annotations

import streamlit as st

from core import students
from core.papers import reading
from core.ui.page import T, empty, enter, go, tell, title
from core.ui.papers import listing
from core.ui.papers.request import request
from core.ui.tables import pager

desk = enter("paper.read", "state", "kind", "late", "student")
title("papers.title", "papers.title_hint")

number = st.query_params.get("student", "")
if desk.may("paper.request"):
    with st.expander(T("papers.request"), icon=":material/add:", expanded=bool(number)):
        made = request(desk)
    if made:
        tell("papers.requested", day=made.deadline)
        st.switch_page("pages/paper.py", query_params={"of": "papers", "paper": made.id})

go("pages/certificates.py", "certificates.title", "assignment_turned_in")
late = reading.overdue(desk)
if late:
    st.warning(T("papers.overdue", n=late), icon=":material/alarm:")
listing.signing(desk)
chosen = listing.filters(desk)
student = students.id_of(desk, number) if number else None
page = pager("papers", (chosen, student))
rows = reading.listed(desk, student=student, page=page, **chosen)
if not rows:
    empty("papers.none", "papers.none_hint" if desk.may("paper.request") else None)
    st.stop()
opened = listing.table(desk, rows, page)
listing.sign_shown(desk, rows)
if opened:
    st.switch_page("pages/paper.py", query_params={"of": opened[0], "paper": opened[1]})
