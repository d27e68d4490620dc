"""One field of many students changed by one act, looked at before, taken back after (clause 24-b)."""

from __future__ import annotations

from core.ui import mass_edit
from core.ui.page import empty, enter, go, title

desk = enter("student.edit")
title("mass_edit.title", "mass_edit.hint")
if ids := mass_edit.chosen():
    go("pages/students.py", "mass_edit.to_list", "arrow_back")
    mass_edit.asking(desk, ids)
else:
    empty("mass_edit.none", "mass_edit.none_hint", "pages/students.py", "mass_edit.to_list")
mass_edit.history(desk)
