"""Before publishing: what clashes, who rests too little; publishing a term or a faculty, all of it or none."""

from __future__ import annotations

import streamlit as st

from core import exams, references
from core.desk import Desk
from core.exams.rules import Clash, Near
from core.registration.frame import study_rules
from core.ui.exams.board import figures
from core.ui.exams.parts import clash_table, faculty_of, near_table
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.term import Term


def publish(desk: Desk, term: Term) -> None:
    """The whole tab."""
    figures(desk, term)
    mine = (desk.actor.role.value, tuple(desk.actor.assigned.get("faculty", ())), study_rules().exam_rest)
    stand = (references.generation(desk, "exams"), references.generation(desk, "sections"))
    with st.spinner(T("exams.clashes_look")):
        met, short = _found(desk.store.name, term.id, mine, stand, desk, term)
    if met:
        st.error(T("exams.clashes_named", n=len(met)), icon=":material/error:")
        clash_table(met)
    else:
        st.success(T("exams.no_clashes"), icon=":material/check_circle:")
    if short:
        with st.expander(T("exams.near_named", n=len(short), rest=study_rules().exam_rest), icon=":material/hotel:"):
            near_table(short)
    if not desk.may("exam.publish"):
        st.caption(T("exams.publish_who"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        faculty = faculty_of(desk, term, "v:exams.publish.faculty")
        why = asked("exams.publish", need="optional", type="primary", icon=":material/campaign:", name=faculty or "all",
                    hint="exams.publish_hint", act="exam.publish")  # fmt: skip
    if why:
        with shown_errors(), st.spinner(T("exams.publishing")):
            n = exams.publish(desk, term.id, faculty, why)
            done("exams.published_done", n=n)


@st.cache_data(max_entries=4, show_spinner=False)
def _found(
    db: str, term: str, mine: object, stand: object, _desk: Desk, _term: Term
) -> tuple[list[Clash], list[Near]]:  # fmt: skip
    """The clashes of a term, looked for anew only when an exam or a section changed; one's part is in the key."""
    return exams.term_clashes(_desk, _term)
