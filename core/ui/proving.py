"""Who sits there is asked anew over the page; then the act that waited is sent once more, as it was written."""

from __future__ import annotations

import streamlit as st

from core.db.server import data_folder
from core.errors import OfficeError
from core.ui.messages import sentence
from core.ui.page import T, desk, signed_in, tell
from core.ui.style import safe
from core.users import proving

TYPED = "prove:typed"


def ask() -> None:
    """Open the question; what was sent and refused for want of a proof waits behind it."""
    st.session_state["_waits"] = st.session_state.get("_sent", {})
    st.session_state.pop("_proved", None)
    st.dialog(T("users.prove.title"))(_question)()


def _question() -> None:
    if st.session_state.pop("_proved", False):
        st.rerun()
    word = "signin.second.code" if proving.by(desk()) == "code" else "signin.password"
    st.markdown(safe(T("users.prove.hint", name=desk().actor.name)))
    with st.form("prove", border=False):
        st.text_input(T(word), type="password", key=TYPED, max_chars=200, autocomplete="current-password")
        if told := st.session_state.pop("_unproved", ""):
            st.error(safe(told), icon=":material/error:")
        st.form_submit_button(T("users.prove.go"), type="primary", icon=":material/check:", on_click=_press)


def _press() -> None:
    if not signed_in(desk()):
        return
    typed = st.session_state.get(TYPED, "")
    st.session_state[TYPED] = ""
    try:
        proving.prove(desk(), typed, data_folder())
    except OfficeError as e:
        st.session_state["_unproved"] = sentence(e)
        return
    st.session_state["_proved"] = True
    waits = st.session_state.pop("_waits", {})
    for form, sent in waits.items():
        st.session_state[f"{form}!go"] = sent
    if not waits:
        tell("users.prove.again")
