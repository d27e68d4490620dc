"""Statistical forms: a yearly form filled on the records of a day, sums checked, kept as sent (clauses 22, 46)."""

from __future__ import annotations

from core.ui.messages import shown_errors
from core.ui.page import enter, title
from core.ui.stat_forms import live

desk = enter("stat_form.read", "code", "day", "id")
title("stat_forms.title", "stat_forms.hint")
with shown_errors():
    live.screen(desk)
