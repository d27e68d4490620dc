"""The paper of who looked, on the screen: made for a student's request, taken again."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import streamlit as st

from core import look_papers
from core.desk import Desk
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe, shown
from schemas.base import Id


def papers(desk: Desk, student: Id, start: date | None, end: date | None) -> None:
    """The button that makes it for the days chosen above (a year where none are), and those that were made."""
    if not desk.may(look_papers.MAKE):
        return
    made = look_papers.of_student(desk, student)
    with st.expander(T("looks.papers", n=len(made)), icon=":material/receipt_long:"):
        first, last = start or desk.today() - timedelta(days=365), end or desk.today()
        st.caption(T("looks.paper_hint", first=first, last=last))
        if why := asked("looks.paper_make", icon=":material/print:", name=student, hint="looks.paper_why"):
            with shown_errors():
                paper = look_papers.make(desk, student, first, last, why)
                done("looks.paper_made", number=paper.number)
        for paper in made:
            with st.container(horizontal=True, vertical_alignment="center"):
                days = f"{shown(paper.starts)} – {shown(paper.ends)}"
                said = (f"№ {paper.number}", days, T("looks.lines_n", n=paper.lines), paper.made_by)
                st.markdown(safe(" · ".join(said)), width="content")
                given(T("looks.paper_take"), f"looks-{paper.number}.pdf", partial(look_papers.pdf, desk, paper.id),
                      f"look-paper:{paper.id}", icon=":material/print:")  # fmt: skip
