"""Forms for orders handed to HR (clause 42): numbers, who, when, what came back; the journal."""

from __future__ import annotations

from core.ui import order_forms
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("order.receive", *order_forms.ADDRESS)
title("order_forms.title", "order_forms.hint")
with shown_errors():
    order_forms.screen(desk)
