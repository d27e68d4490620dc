"""Two records of one person become one: compared, proposed, confirmed by another, taken back."""

from __future__ import annotations

from core.ui import merging
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("student.merge", "keep", "other")
title("records.merge_title", "records.merge_hint")
pair = merging.chosen_pair(desk)
with shown_errors():
    if pair:
        merging.compared(desk, *pair)
    else:
        merging.pairs(desk)
    merging.log(desk)
