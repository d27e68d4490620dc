"""Strict-reporting blanks (clause 27): stock, numbers, receipt, acts, journal, stock-taking, who answers for them."""

from __future__ import annotations

import streamlit as st

from core.ui.blanks import acts, counts, journal, keepers, listing, receipt, stock
from core.ui.blanks.parts import tab
from core.ui.page import enter, title

desk = enter("blank.read", "id", "tab", "blank", "count", "kind", "series")
if id := st.query_params.get("id"):
    listing.record(desk, id)
    st.stop()

title("blanks_ui.title", "blanks_ui.hint")
SCREENS = {"stock": stock.screen, "numbers": listing.screen, "receipt": receipt.screen, "acts": acts.screen,
           "journal": journal.screen, "counts": counts.screen, "keepers": keepers.screen}  # fmt: skip
POSTING = ("receipt", "acts")
SCREENS[tab([n for n in SCREENS if n not in POSTING or desk.may("blank.post")])](desk)
