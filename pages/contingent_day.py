"""The contingent of any day: by every cut, with and without those on leave, and the people behind each number."""

from __future__ import annotations

from core import contingent
from core.ui.contingent import table
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("order.read", *table.ADDRESS, *contingent.cuts())
title("contingent.title", "contingent.hint")
with shown_errors():
    table.screen(desk)
