"""Whose study a page is about: the number of a student, then one of his studies where he has several."""

from __future__ import annotations

import streamlit as st

from core import students
from core.desk import Desk
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import Id
from schemas.student import Study


def chosen_study(desk: Desk, page: str) -> tuple[Id, Id] | None:
    """The student (by the number typed, first by the address) and the study chosen; None while it is not known."""
    st.session_state.setdefault(f"v:{page}.number", st.query_params.get("student", ""))
    typed = (st.text_input(T("mobility.student_number"), key=f"v:{page}.number", max_chars=30, width=320) or "").strip()
    if not typed:
        return None
    id = students.id_of(desk, typed)
    if id is None:
        st.info(safe(T("mobility.no_student", number=typed)))
        return None
    card = students.card(desk, id, look=False)
    words = {s.id: _study(s) for s in card.studies}
    st.markdown(f"**{safe(card.name.full())}** · {safe(card.number)}")
    study = next(iter(words), None)
    if len(words) > 1:
        study = st.selectbox(T("mobility.which_study"), list(words), key=f"v:{page}.study:{id}",
                             format_func=lambda s: words.get(s, s))  # fmt: skip
    return (id, study) if study else None


def _study(study: Study) -> str:
    programme = study.programme.label.get(lang()) if study.programme else "—"
    return " · ".join(x for x in (programme, study.group, study.status.label(lang())) if x)


__all__ = ["chosen_study"]
