"""Who has not submitted (clauses 16, 35, 41): sheets of a term by state, department and teacher, what is late, a
reminder to all at once.
"""

from __future__ import annotations

from core.ui.page import enter, title
from core.ui.sheet import control

desk = enter("grade_sheet.read", *control.ADDRESS)
title("control.title", "control.hint")
asked = control.asked(desk)
if asked:
    control.screen(desk, asked)
