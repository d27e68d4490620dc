"""Orders that move students: what waits for whom, a new draft (clauses 20, 33-7, 42)."""

from __future__ import annotations

import streamlit as st

from core.ui.orders import drafting, listing
from core.ui.page import T, enter, title

desk = enter("order.read", "view", "kind", "new")
if st.query_params.get("new") and desk.may("order.draft"):
    drafting.screen(desk)
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    with st.container():
        title("orders_ui.title", "orders_ui.title_hint")
    if desk.may("order.draft") and st.button(T("orders_ui.new"), type="primary", icon=":material/add:"):
        st.query_params["new"] = "1"
        st.rerun()
listing.screen(desk)
