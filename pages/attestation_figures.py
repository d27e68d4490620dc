"""Statistics of final attestation (clause 21-b): one year, five years, departments side by side, chairs' reports."""

from __future__ import annotations

from core.ui.attestation import chooser, figures, report
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("attestation.read", *chooser.ADDRESS)
title("attestation_figures.title", "attestation_figures.hint")
tab = chooser.tab()
with shown_errors():
    if tab == "reports":
        report.listed(desk)
    elif chosen := chooser.chosen(desk, wide=tab == "trend"):
        if tab == "trend":
            figures.trend(desk, chosen)
        else:
            figures.screen(desk, chosen, "department" if tab == "departments" else "")
