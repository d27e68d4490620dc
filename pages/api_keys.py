"""Keys of other systems (clauses 40, 43): which system reads which records, since when not any more."""

from __future__ import annotations

from core.ui.api import keys
from core.ui.messages import shown_errors
from core.ui.page import enter, title

desk = enter("api_key.read")
title("api.title", "api.hint")
keys.secret()
if desk.may("api_key.edit"):
    keys.new(desk)
chosen = keys.listed(desk)
if chosen:
    with shown_errors():
        keys.one(desk, chosen)
