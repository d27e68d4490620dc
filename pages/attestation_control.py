"""What of final attestation is ready and what is missing: each commission of a year, by days left (clause 33-4)."""

from __future__ import annotations

from core.attestation import control
from core.ui.attestation import control as screen
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("attestation.read", "year")
title("attestation_control.title", "attestation_control.hint")
year = screen.year(desk)
with shown_errors():
    found = control.of_year(desk, year)
    screen.unheard(desk, found.unheard, year)
    if found.lines:
        screen.figures(found.lines)
        for line in screen.shown_lines(found.lines):
            screen.draw(desk, line)
    else:
        screen.nothing(desk, year)
