"""A stand-alone page of parts that open and of questions, with the office's own look; run by test_parts.py."""

import sys
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))
from core.ui.page import STYLE  # noqa: E402

st.html(f"<style>{STYLE}</style>")
with st.expander("Кесте"):
    st.dataframe(pd.DataFrame({"a": range(6), "b": range(6)}), width="stretch")
for n in range(int(st.query_params["lines"])):
    st.write(f"жол {n}")
with st.popover("Сұрау"):
    for n in range(6):
        st.text_input(f"өріс {n}")
    if st.button("Жіберу", type="primary"):
        st.session_state.sent = True
st.write("Жіберілді" if "sent" in st.session_state else "Күтеді")
