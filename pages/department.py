"""The page of a department (clause 41): its plans, sheets, practices, debts, what is asked of it, in one place."""

from __future__ import annotations

import streamlit as st

from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, lang, title
from core.ui.unit_page import draw
from core.units import overview

desk = enter("department.read", "id")
title("department.title", "department.hint")
found = {u.id: u.name.get(lang()) for u in overview.chosen(desk)}
if not found:
    words = "none_yet" if desk.may("reference.edit") else "none"
    empty(f"department.{words}", f"department.{words}_hint", "pages/references.py", "menu.references")
    st.stop()
asked = st.query_params.get("id")
if asked and asked not in found:
    st.info(T("department.not_yours"), icon=":material/do_not_disturb_on:")
st.session_state.setdefault("v:department", asked if asked in found else next(iter(found)))
if st.session_state["v:department"] not in found:
    st.session_state["v:department"] = next(iter(found))
if len(found) > 1:
    chosen = st.selectbox(T("department.choose"), list(found), key="v:department", format_func=found.__getitem__,
                          width=480)  # fmt: skip
else:
    [(chosen, name)] = found.items()
    st.subheader(name, anchor=False)
st.query_params["id"] = chosen
with shown_errors():
    draw(overview.overview(desk, chosen))
