"""Progress of students: debts, GPA and places, the summary of a group (clauses 2-b, 2-d, domain.md 1.4-1.8, 3)."""

from __future__ import annotations

from core.ui.messages import shown_errors
from core.ui.page import enter, title
from core.ui.progress import chooser, debts, gpa, summary

desk = enter("student.results", *chooser.ADDRESS)
title("progress.title", "progress.hint")
tab = chooser.tab()
rows = chooser.figures(desk)
cut = chooser.cut(desk, rows)
with shown_errors():
    match tab:
        case "gpa":
            gpa.screen(desk, rows, cut)
        case "summary":
            summary.screen(desk, cut)
        case _:
            debts.screen(desk, rows, cut)
