"""Names in three languages: what is missing or mixed, what is proposed, accepted one by one or many (clause 24-b)."""

from __future__ import annotations

from core.ui import names
from core.ui.page import enter, title

desk = enter("names.read")
title("names.title", "names.title_hint")
if names.state(desk):
    names.mend(desk, names.chosen(desk))
