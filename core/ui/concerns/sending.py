"""Writing a report with one's name; the way to write without it."""

from __future__ import annotations

import streamlit as st

from core import concerns
from core.desk import Desk
from core.fields import describe
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe
from schemas.concern import Letter

ADDRESS = "/concern"  # of the gate, not of Streamlit: no session is asked there
CODE = "_concern_code"


def screen(desk: Desk) -> None:
    """The form, the link to the door without a name; after sending, the code until it is written down."""
    if code := st.session_state.get(CODE):
        with st.container(border=True):
            st.markdown(safe(T("concerns.show_code", address=f"{ADDRESS}/answer")))
            st.code(code, language=None)
            if st.button(T("concerns.noted"), icon=":material/check:"):
                del st.session_state[CODE]
                st.rerun()
        return
    with st.container(border=True):
        st.markdown(f"**{T('concerns.anonymous')}**")
        for key in ("kept", "not_kept", "elsewhere"):
            st.caption(T(f"concerns.{key}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.link_button(T("concerns.anonymous"), ADDRESS, icon=":material/visibility_off:")
            st.link_button(T("concerns.have_code"), f"{ADDRESS}/answer", icon=":material/key:")
    st.subheader(T("concerns.send_named"), anchor=False)
    st.caption(T("concerns.named_hint"))
    key = "concern:new"
    if filled := form(desk, describe(Letter), key, {}, T("concerns.send_named")):
        with shown_errors(key):
            values = filled.values
            sent = concerns.send(desk, values["about"] or "", values["text"] or "", filled.why.command)
            st.session_state[CODE] = sent.code
            done("concerns.sent")
