"""Two versions of a document compared (clauses 51, 57): which lines went and which came."""

from __future__ import annotations

import streamlit as st

from core import norm_documents
from core.norm_documents.compare import compared
from core.ui import norm_compare
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title

desk = enter("norm.read", "id")
title("comparing.title", "comparing.hint")
with shown_errors():
    id = st.query_params.get("id")
    if not id:
        empty("comparing.none", "comparing.none_hint", "pages/norm_documents.py", "menu.norm_documents")
        st.stop()
    pair = norm_compare.chosen(norm_documents.get(desk, id), norm_documents.versions(desk, id))
    if pair is None:
        empty("comparing.few")
        st.stop()
    norm_compare.screen(compared(desk, *pair))
