"""Commissions of final attestation (clauses 21-a, 33-4): list, nomination, the card with its steps, composition,
interests, papers.
"""

from __future__ import annotations

import streamlit as st

from core.attestation import commissions
from core.ui.attestation import commission, commission_new
from core.ui.page import T, enter, title
from core.ui.tables import Listing, listing
from schemas.attestation import Commission

desk = enter("attestation.read", "id", "view")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A commission, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("commissions.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("attestation.edit"):
    title("commissions.new", "commissions.new_hint")
    commission_new.draw(desk)
elif id:
    commission.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("commissions.title", "commissions.hint")
        if desk.may("attestation.edit") and st.button(T("commissions.new"), icon=":material/add:", type="primary"):
            open_("new")
    if pressed := commission.pressing(desk):
        open_(pressed)
    columns = commissions.columns(desk)
    opened = listing(
        desk,
        Listing(
            name="commissions", read=lambda *asked: commissions.listed(desk, *asked),
            count=lambda text, f: commissions.count(desk, text, f), columns=columns,
            filters=commissions.filters(desk), usual=[p for p, s in columns if s.show.table],
            export="attestation.read",
            nothing="commissions.none_begin" if desk.may("attestation.edit") else "commissions.none",
            sorts={"number": "commissions.by_number", "name.kk": "commissions.by_name", "year": "commissions.by_year"},
            name_of=lambda row: Commission.model_validate(row).label().get(desk.lang),
        ),
    )  # fmt: skip
    if opened:
        open_(opened["_id"])
