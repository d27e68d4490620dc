"""Papers on a student's card: those issued, those that wait, and a request for one more."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.diplomas import book
from core.diplomas import reading as diplomas
from core.papers import reading
from core.ui.orders import extracts
from core.ui.page import T, empty, go, lang, tell
from core.ui.papers.listing import table
from core.ui.papers.request import request
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.student import Student, Study


def papers(desk: Desk, student: Student) -> None:
    """Draw the tab."""
    _papers(desk, student)
    _diplomas(desk, student)
    extracts.of_card(desk, student)


def _diplomas(desk: Desk, student: Student) -> None:
    """His diplomas, for who may see them; nothing where there is none."""
    found = diplomas.of_student(desk, student.id) if desk.may("diploma.read") else []
    if not found:
        return
    st.subheader(T("diplomas_page.card_title"), anchor=False)
    plain_table(
        [T(f"diplomas_page.head.{h}") for h in ("number", "kind", "day", "diploma", "handed", "note")],
        [[d.number or "—", d.kind_name.get(lang()), shown(d.dated), d.status.label(lang()),
          shown(d.handed.day) if d.handed else "—", book.note(d, lang()) or "—"] for d in found],
    )  # fmt: skip
    for d in found:
        go("pages/diplomas.py", "diplomas_page.open", "workspace_premium", f"diploma:{d.id}", id=d.id)


def _papers(desk: Desk, student: Student) -> None:
    if desk.may("paper.request"):
        with st.expander(T("papers.for_student"), icon=":material/add:"):
            pairs = [((student.id, s.id), _called(s)) for s in student.studies]
            made = request(desk, (student.number, pairs))
        if made:
            tell("papers.requested", day=made.deadline)
            st.switch_page("pages/paper.py", query_params={"of": "papers", "paper": made.id})
    if not desk.may("paper.read"):
        _issued(desk, student)
        return
    rows = reading.listed(desk, student=student.id)
    if not rows:
        empty("students.no_papers", "papers.none_hint" if desk.may("paper.request") else None)
        return
    opened = table(desk, rows, 0)
    if opened:
        st.switch_page("pages/paper.py", query_params={"of": opened[0], "paper": opened[1]})


def _called(study: Study) -> str:
    programme = study.programme.label.get(lang()) if study.programme else ""
    return " · ".join(x for x in (programme, study.group) if x) or "—"


def _issued(desk: Desk, student: Student) -> None:
    """What was issued, for who may see the card and no papers."""
    issued = reading.issued(desk.store, student)
    if not issued:
        empty("students.no_papers")
        return
    rows = [
        [T("papers.transcript") if p.kind == "transcript" else p.document.label.get(lang()), p.number, shown(p.on)]
        for p in reversed(issued)
    ]
    plain_table([T("students.paper_kind"), T("common.number"), T("students.paper_on")], rows)


__all__ = ["papers"]
