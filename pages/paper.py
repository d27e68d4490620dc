"""One paper: the line of its steps, the next act, its picture, files and facts (clauses 24-c, 58)."""

from __future__ import annotations

import streamlit as st

from core.papers import reading
from core.papers.life import MODELS
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, go, lang
from core.ui.papers import way
from core.ui.style import badge, safe
from schemas.paper import PaperState

desk = enter("paper.read", "of", "paper")
go("pages/papers.py", "papers.title", "arrow_back")
of, id = st.query_params.get("of", "papers"), st.query_params.get("paper", "")
paper = None
if id and of in MODELS:
    with shown_errors():
        paper = reading.one(desk, of, id)
if paper is None:
    empty("papers.choose_first", None, "pages/papers.py", "papers.title")
    st.stop()
name = paper.label().get(lang()) if of == "papers" else f"{T('papers.transcript')} № {paper.number}"
opened(desk, "paper", of, id, name, student=paper.student.id)

st.title(safe(name), anchor=False)
colours = {PaperState.requested: "orange", PaperState.made: "blue", PaperState.signed: "violet",
           PaperState.handed: "green", PaperState.cancelled: "gray"}  # fmt: skip
with st.container(horizontal=True, vertical_alignment="center"):
    badge(paper.state, colours[paper.state])
    if paper.student.id:  # who is in the archive alone has no card
        go("pages/student.py", "papers.student", "person", id=paper.student.id)
st.subheader(T("papers.steps"), anchor=False)
way.steps(paper)
with st.container(horizontal=True):
    way.next_act(desk, paper)
    way.rest(desk, paper)
way.about(desk, paper)
way.files(desk, paper)
way.picture(desk, paper)
