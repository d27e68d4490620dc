"""What-if: change a mark on the screen and see what would follow; nothing is kept (domain.md 1.7, 1.8, 5.4, 7)."""

from __future__ import annotations

from core.ui.messages import shown_errors
from core.ui.page import enter, title
from core.ui.progress import what_if

desk = enter("student.results", "student", "term")
title("what_if.title", "what_if.hint")
with shown_errors():
    if pair := what_if.choose(desk):
        what_if.screen(desk, pair)
