"""Packs for licensing, state attestation, accreditation: made as one file, repeated in one press (clause 22)."""

from __future__ import annotations

import streamlit as st

from core.ui.messages import shown_errors
from core.ui.packs import contents, listing, one
from core.ui.page import T, enter, title

desk = enter("pack.read", "id", "edit")
id, edit = st.query_params.get("id"), st.query_params.get("edit")
if (id or edit) and st.button(T("packs.back"), icon=":material/arrow_back:", type="tertiary"):
    st.query_params.clear()
    st.rerun()
with shown_errors():
    if id:
        one.screen(desk, id)
    elif edit and desk.may("kind.edit"):
        title("packs.contents")
        contents.screen(desk, edit)
    else:
        title("packs.title", "packs.hint")
        if chosen := listing.screen(desk):
            st.query_params.from_dict({"id": chosen})
            st.rerun()
