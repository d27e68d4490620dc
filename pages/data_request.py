"""One request of data (clauses 34-1, 34-2): what is asked, where each unit stands, its answer."""

from __future__ import annotations

import streamlit as st

from core import data_requests
from core.ui.data_requests import one, row
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter

desk = enter("data_request.answer", "id", "answer")
id, answer = st.query_params.get("id"), st.query_params.get("answer")

if st.button(T("data_requests.back"), icon=":material/arrow_back:", type="tertiary"):
    st.switch_page("pages/data_requests.py")
if not id:
    empty("data_requests.none_chosen", "data_requests.none_chosen_hint")
else:
    with shown_errors():
        asked = data_requests.get(desk, id)
        one.head(desk, asked)
        answers = data_requests.answers_of(desk, id)
        chosen = one.chosen(desk, asked, answers, answer)
        if chosen:
            row.draw(desk, asked, data_requests.see(desk, chosen))
        if desk.may("data_request.edit"):
            if chosen:
                st.divider()  # above: one unit's answer; below: the request as a whole
            one.office(desk, asked, answers)
