"""One nonconformity from its report to its closing by another person (ISO 9001, 10.2)."""

from __future__ import annotations

import streamlit as st

from core.quality import REPORT
from core.ui.page import T, empty, enter, title
from core.ui.quality import nc_one, nc_steps

desk = enter(REPORT, "id")
id = st.query_params.get("id")
if st.button(T("quality.back"), icon=":material/arrow_back:", type="tertiary"):
    st.switch_page("pages/nonconformities.py")
if id == "new":
    title("quality.report", "quality.report_hint")
    nc_steps.report(desk)
elif id:
    nc_one.screen(desk, id)
else:
    title("quality.nonconformity")
    empty("quality.none_unsettled", None, "pages/nonconformities.py", "menu.nonconformities")
