"""Proposed changes of cards: those who may not edit a card ask, the office accepts or declines."""

from __future__ import annotations

import streamlit as st

from core.students import proposals
from core.ui import proposals as pieces
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, lang, title
from schemas.proposal import Proposal, ProposalState

desk = enter("proposal.read", "id")
title("records.proposals_title", "records.proposals_hint")
asked = st.query_params.get("id")
if asked:
    with shown_errors(), st.container(border=True):
        pieces.one(desk, desk.get(Proposal, asked, "proposal.read"))

states = {s.value: s.label(lang()) for s in ProposalState}
state = st.segmented_control(
    T("records.state_label"), list(states), default=ProposalState.open.value, required=True,
    format_func=lambda s: states.get(s, s), key="v:proposals:state", label_visibility="collapsed",
)  # fmt: skip
found = [p for p in proposals.proposals(desk, ProposalState(state)) if p.id != asked]
if not found and not asked:
    empty("records.no_proposals", "records.no_proposals_hint", "pages/students.py", "students.title")
for proposal in found:
    with st.container(border=True):
        pieces.one(desk, proposal)
