"""Academic mobility on a student's card: his stays, elsewhere or here, and the way to a new one."""

from __future__ import annotations

import streamlit as st

from core import mobility
from core.desk import Desk
from core.ui.page import T, go, lang
from core.ui.style import badge, safe, shown
from schemas.mobility import Mobility
from schemas.student import Student


def stays(desk: Desk, student: Student) -> None:
    """Draw the section; nothing for who may not see mobility, nor where there is nothing to see or do."""
    if not desk.may("mobility.read"):
        return
    found = mobility.of_student(desk, student.id)
    if not found and not desk.may("mobility.edit"):
        return
    st.subheader(Mobility.title.get(lang()), anchor=False)
    for stay in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = f"**{safe(stay.number)}** · {safe(stay.partner)} · {shown(stay.starts)} – {shown(stay.ends)}"
            st.markdown(said, width="content")
            badge(stay.way, "violet")
            badge(stay.state)
            gained = sum(x.credits for x in stay.lines if x.recognised)
            if gained:
                st.caption(T("mobility.gained", n=shown(gained)), width="content")
            go("pages/mobility.py", "mobility.open", key=f"stay:{stay.id}", id=stay.id)
    if desk.may("mobility.edit"):
        go("pages/mobility.py", "mobility.new", "add", key=f"stay:new:{student.id}", id="new", student=student.number)


__all__ = ["stays"]
