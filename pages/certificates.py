"""Certificates: for many at once, those an order made owed, from the archive, the books by kind and year."""

from __future__ import annotations

import streamlit as st

from core.ui import certificates
from core.ui.page import T, enter, title

desk = enter("paper.read", "part", "kind", "order", "group")
title("certificates.title", "certificates.title_hint")
parts = [*(["many"] if desk.may("paper.make") else []), "owed", "archive", "book"]
asked = st.query_params.get("part", "")
st.session_state.setdefault("v:certificates.part", asked if asked in parts else parts[0])
part = st.segmented_control(
    T("certificates.parts"), parts, required=True, key="v:certificates.part", label_visibility="collapsed",
    format_func=lambda p: T(f"certificates.part_{p}"),
)  # fmt: skip
kind = st.query_params.get("kind", "")
match part:
    case "many":
        certificates.several(desk)
    case "owed":
        certificates.not_issued(desk, st.query_params.get("order", ""), kind)
    case "archive":
        certificates.archive(desk)
    case _:
        certificates.books(desk, kind)
