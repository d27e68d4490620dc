"""Documents that wait for this user to read and sign, on the pages where his work waits (inbox)."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.norm_documents import acks
from core.ui.page import T, lang
from core.ui.style import safe

MOST = 8


def screen(desk: Desk) -> None:
    """Draw them; nothing where nothing waits."""
    found = acks.waiting(desk)
    if not found:
        return
    with st.container(border=True):
        st.subheader(T("norms_ui.waiting"), anchor=False)
        for doc in found[:MOST]:
            words = f"{doc.sort.label(lang())} · {doc.name.get(lang())}"
            if st.button(safe(words), type="tertiary", key=f"norm.read:{doc.id}", icon=":material/draw:"):
                st.switch_page("pages/norm_document.py", query_params={"id": doc.id})
