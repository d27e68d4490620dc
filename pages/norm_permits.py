"""Permissions to copy documents of the office (clause 56): asked for, decided, used; each copy is logged."""

from __future__ import annotations

import streamlit as st

from core.norm_documents import permits
from core.ui import norm_permits
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, title

desk = enter("norm.read", "id")
title("permits.title", "permits.hint")
with shown_errors():
    if desk.may(permits.ASK):
        norm_permits.ask(desk)
    found = permits.listed(desk)
    if not found:
        empty("permits.none", "permits.none_hint")
        st.stop()
    chosen = norm_permits.table(found)
    if chosen is not None:
        norm_permits.one(desk, chosen)
