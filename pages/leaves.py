"""Who is on academic leave: who should return, who is overdue, and the order that comes next."""

from __future__ import annotations

from core.ui.contingent import leaving
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("order.read", *leaving.ADDRESS)
title("leaves.title", "leaves.hint")
with shown_errors():
    leaving.screen(desk)
