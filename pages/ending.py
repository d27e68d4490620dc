"""The end of the office's work (clause 54): its ground and paper, what is still open, the archive to hand over."""

from __future__ import annotations

from core import ending
from core.ui import ending as screen
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("norm.read")
title("ending.title", "ending.hint")
with shown_errors():
    screen.still_open(ending.open_work(desk))
    screen.asked_before(ending.listed(desk))
    if desk.may("office.end"):
        screen.ask(desk)
        screen.archive(desk)
