"""Sittings of the commissions of final attestation: board, list, planning, proposal, publishing; one by ?id= (clauses
21-a, 33-4).
"""

from __future__ import annotations

import streamlit as st

from core import references
from core.attestation.sittings import reading
from core.ui.attestation.sitting_plan import plan, publish
from core.ui.attestation.sitting_plan_board import board
from core.ui.attestation.sitting_plan_one import one
from core.ui.attestation.sitting_plan_parts import year as asked_year
from core.ui.attestation.sitting_plan_propose import propose
from core.ui.page import T, enter, lang, title
from core.ui.tables import Listing, listing
from schemas.attestation import Sitting

desk = enter("attestation.read", "id", "commission", "year")
if id := st.query_params.get("id"):
    st.title(T("sittings.title"), anchor=False)
    one(desk, id)
    st.stop()

title("sittings.title", "sittings.title_hint")
views = ["board", "list", *(["plan", "propose", "publish"] if desk.may("attestation.edit") else [])]
tabs = {v: T(f"sittings.tab_{v}") for v in views}
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = asked_year(desk)
    view = st.segmented_control(
        T("sittings.view"), views, default="board", required=True, key="v:sittings.view", format_func=tabs.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip

if view == "board":
    board(desk, year)
elif view == "list":
    columns = [c for c in references.columns(Sitting, desk.actor.role) if c[0] not in ("year", "changes", "slots")]
    opened = listing(
        desk,
        Listing(
            name="sittings", usual=[p for p, s in columns if s.show.table], columns=columns,
            read=lambda *asked: reading.listed(desk, year, *asked),
            count=lambda text, f: reading.count(desk, year, text, f),
            filters=[c for c in references.filters(Sitting, desk.actor.role) if c[0] != "year"],
            sorts={k: f"sittings.sort.{k}" for k in ("day", "commission", "room")},
            name_of=lambda row: Sitting.model_validate({**row, "changes": []}).label().get(lang()),
            export="attestation.read",
            nothing="sittings.none" if desk.may("attestation.edit") else "sittings.none_published",
        ),
    )  # fmt: skip
    if opened:
        st.query_params["id"] = opened["_id"]
        st.rerun()
elif view == "plan":
    plan(desk, year)
elif view == "propose":
    propose(desk, year)
else:
    publish(desk, year)
