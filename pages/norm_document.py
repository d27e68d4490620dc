"""One controlled document: card, versions and their life, text, both sheets, who has read it, copies (clauses 48-53,
55, annex-1, annex-2)."""

from __future__ import annotations

import streamlit as st

from core.ui.norm_documents import card
from core.ui.page import T, empty, enter

desk = enter("norm.read", "id", "tab", "version")
if st.button(T("norms_ui.back"), icon=":material/arrow_back:", type="tertiary"):
    st.switch_page("pages/norm_documents.py")
if id := st.query_params.get("id"):
    card.screen(desk, id)
else:
    empty("norms_ui.which", "norms_ui.which_hint", "pages/norm_documents.py", "norms_ui.back")
