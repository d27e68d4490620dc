"""The movement of the contingent in a period: opening + in by cause - out by cause = closing, with its people."""

from __future__ import annotations

from core import contingent
from core.ui.contingent import moving
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("order.read", *moving.ADDRESS, *contingent.cuts())
title("contingent.movement", "contingent.movement_hint")
with shown_errors():
    moving.screen(desk)
