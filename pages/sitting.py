"""The hearing: one graduate at a time, on a tablet by touch; the protocol is written on the spot and signed here."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.attestation import protocols
from core.attestation.protocols import paper
from core.ui import hearing as screen
from core.ui.files import given
from core.ui.hearing.done import PAPERS
from core.ui.hearing.typing import row_names
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, go, lang, title
from core.ui.style import badge, safe, shown
from schemas.attestation import SittingStatus

desk = enter("attestation.read", "id", "who")
id = st.query_params.get("id", "")
if not id:
    empty("protocols.choose_first", None, "pages/sittings.py", "menu.sittings")
    st.stop()
hearing = None
with shown_errors():
    hearing = protocols.hearing(desk, id)
if hearing is None:
    st.stop()
sitting = hearing.sitting
opened(desk, "sitting", "sittings", id, sitting.label().kk)
title("protocols.title")
with st.container(horizontal=True, vertical_alignment="center"):
    badge(sitting.status)
    place = sitting.room.label.get(lang()) if sitting.room else ""
    told = (sitting.form_name.get(lang()), f"{shown(sitting.day)}, {sitting.starts}", place)
    st.markdown(" · ".join(safe(x) for x in told if x))
    go("pages/sittings.py", "menu.sittings", "arrow_back")

with screen.touchable():
    slot = screen.chosen(hearing)
    if slot is None:
        empty("protocols.nobody", None, "pages/sittings.py", "menu.sittings")
        st.stop()
    screen.day_list(hearing, slot)
    screen.before_drawing(id, slot.candidacy)
    st.subheader(safe(slot.student.label.get(lang())), anchor=False)
    st.caption(safe(" · ".join(x for x in (slot.number, slot.group, slot.starts) if x)))
    protocol = hearing.protocols.get(slot.candidacy)
    if protocol is not None:
        screen.signed(desk, protocol)
        screen.corrected(desk, protocol)
    elif sitting.status is not SittingStatus.open:
        st.info(T("protocols.sitting_not_open"), icon=":material/event_busy:")
    elif not desk.may("attestation.hear"):
        st.info(T("protocols.not_yet"), icon=":material/hourglass_empty:")
    else:
        screen.filling(desk, hearing, slot)
        screen.signing(desk, hearing, slot, row_names(hearing))
    screen.steps_between(hearing, slot)
    if hearing.protocols:
        with st.container(horizontal=True):
            for speech in PAPERS:
                given(
                    T(f"protocols.day_{speech}"),
                    f"protocols-{sitting.day}-{speech}.pdf",
                    partial(paper.day, desk, id, speech),
                    f"day:{id}:{speech}",
                    icon=":material/picture_as_pdf:",
                )
    if sitting.status is SittingStatus.open and desk.may("attestation.hear"):
        with shown_errors():
            if why := screen.pressed("protocols.close_sitting", "lock", "protocols.close_hint", id):
                protocols.close_sitting(desk, id, sitting.revision, why)
                done("protocols.sitting_closed")
