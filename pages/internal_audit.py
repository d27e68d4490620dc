"""One internal audit, step by step: plan, checklist with evidence, findings, report, closing (ISO 9001, 9.2)."""

from __future__ import annotations

import streamlit as st

from core.ui.internal_audits import one
from core.ui.page import empty, enter, go

desk = enter("internal_audit.read", "id")
go("pages/internal_audits.py", "internal_audits.back", "arrow_back")
if id := st.query_params.get("id"):
    one.screen(desk, id)
else:
    empty(
        "internal_audits.no_audit", "internal_audits.no_audit_hint", "pages/internal_audits.py", "menu.internal_audits"
    )
