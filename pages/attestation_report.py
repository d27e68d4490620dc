"""The report of a commission's chair: its text in the browser, how it comes out, PDF and DOCX."""

from __future__ import annotations

import streamlit as st

from core.ui.attestation import report
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import empty, enter, go, title
from schemas.attestation import Commission

desk = enter("attestation.read", "commission")
title("attestation_figures.report_title", "attestation_figures.hint_report")
go("pages/attestation_figures.py", "attestation_figures.tab_reports", "arrow_back", tab="reports")
if id := st.query_params.get("commission"):
    with shown_errors():
        commission = desk.get(Commission, id, "attestation.read")
        opened(desk, "attestation_report", "commissions", id, commission.number)
        report.screen(desk, commission)
else:
    empty("attestation_figures.report_none", "attestation_figures.report_none_hint")
