"""A stay on the screen as it is drawn up and changed: the form with the learning agreement as a table."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import mobility
from core.desk import Desk
from core.fields import FieldSpec, described
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.studies import chosen_study
from schemas.mobility import Mobility, MobilityState, MobilityWay

FIELDS = ("way", "partner", "country", "agreement", "term", "starts", "ends", "scale", "lines")


def specs(new: bool) -> list[FieldSpec]:
    """The fields of the form; which way a stay goes never changes, and of the agreement only what is agreed."""
    found = [described(Mobility, n) for n in FIELDS if new or n != "way"]
    return [replace(s, items=tuple(i for i in s.items if i.show.form)) if s.kind == "rows" else s for s in found]


def draw_up(desk: Desk) -> None:
    """Choose a student and a study, then write the stay down."""
    st.caption(T("mobility.new_hint"))
    found = chosen_study(desk, "mobility")
    if found is None:
        return
    id, study = found
    key = f"mobility:new:{study}"
    filled = form(desk, specs(new=True), key, {"way": MobilityWay.out.value}, T("mobility.make"), why="optional",
                  columns=3, act="mobility.make")  # fmt: skip
    if filled:
        with shown_errors(key):
            made = mobility.make(desk, id, study, filled.values, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("mobility.made", number=made.number)


def edit(desk: Desk, stay: Mobility) -> None:
    """Change what is written of a stay that is not over."""
    if not desk.may("mobility.edit") or stay.state not in (MobilityState.planned, MobilityState.running):
        return
    with st.expander(T("mobility.edit"), icon=":material/edit:"):
        st.caption(T("mobility.edit_hint"))
        fields, key = specs(new=False), f"mobility:{stay.id}"
        filled = form(desk, fields, key, flat(fields, stay), why="optional", revision=stay.revision, columns=3,
                      act="mobility.edit")  # fmt: skip
        if filled:
            with shown_errors(key):
                mobility.edit(desk, stay.id, filled.revision, filled.changed, filled.why)
                done("common.saved")


__all__ = ["draw_up", "edit", "specs"]
