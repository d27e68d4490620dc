"""Promotion to the next year of study: proposals by faculty, decided, approved, the orders drafted from them."""

from __future__ import annotations

import streamlit as st

from core.ui.page import enter, title
from core.ui.promotion import listing, one

desk = enter("promotion.read", "year", "id")
title("promotion.title", "promotion.hint")
if chosen := st.query_params.get("id", ""):
    one.screen(desk, chosen)
else:
    listing.screen(desk, listing.year(desk))
