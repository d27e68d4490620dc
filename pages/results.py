"""Interim results in figures: a term by every cut, the way from term to term, what sheets tell of marking."""

from __future__ import annotations

from core.ui.messages import shown_errors
from core.ui.page import enter, title
from core.ui.results import chooser, figures, marking

desk = enter("results.read", *chooser.ADDRESS)
title("results.title", "results.hint")
tab = chooser.tab(desk)
with shown_errors():
    if tab == "marking":
        marking.screen(desk)
    elif chosen := chooser.chosen(desk, all_terms=tab == "trend"):
        (figures.over_time if tab == "trend" else figures.screen)(desk, chosen)
