"""Curricula: those of every programme and intake, approved and drafts; a new one (clauses 2-a, 7-4, 16)."""

from __future__ import annotations

import streamlit as st

from core.curricula import lists
from core.fields import filter_fields
from core.ui.curricula.acts import making
from core.ui.page import T, enter, lang, title
from core.ui.tables import Listing, listing
from schemas.curriculum import Curriculum

desk = enter("curriculum.read", "department", "state")
title("curricula.title", "curricula.title_hint")
columns = lists.columns(desk)
st.session_state.setdefault("v:list:curricula:d", True)  # the newest intake first
opened = listing(
    desk,
    Listing(
        name="curricula", read=lambda *asked: lists.listed(desk, *asked),
        count=lambda text, chosen: lists.count(desk, text, chosen), columns=columns,
        usual=[p for p, s in columns if s.show.table],
        sorts={"intake": "curricula.intake", "programme.label.kk": "curricula.programme", "state": "curricula.state"},
        name_of=lambda row: lists.label(row).label().get(lang()), export="curriculum.read",
        filters=[(s.path, s) for s in filter_fields(Curriculum, desk.actor.role)], nothing="curricula.none",
    ),
)  # fmt: skip
if opened:
    st.switch_page("pages/curriculum.py", query_params={"id": opened["_id"]})
if desk.may("curriculum.edit"):
    with st.expander(T("curricula.make"), icon=":material/add:"):
        making(desk)
