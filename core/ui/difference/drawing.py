"""A comparison as it is drawn up and changed: the form with what was brought in as a table."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import curricula, differences, students
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, described
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.studies import chosen_study
from schemas.base import Id
from schemas.difference import Difference, DifferenceGround, DifferenceStatus
from schemas.words import StudyStatus

FIELDS = ("ground", "curriculum", "term", "institution", "transcript", "scale", "brought")


def specs() -> list[FieldSpec]:
    """The fields of the form."""
    found = [described(Difference, n) for n in FIELDS]
    return [replace(s, items=tuple(i for i in s.items if i.show.form)) if s.kind == "rows" else s for s in found]


def draw_up(desk: Desk) -> None:
    """Choose a student and a study, then compare."""
    st.caption(T("difference.new_hint"))
    found = chosen_study(desk, "difference")
    if found is None:
        return
    id, study = found
    key = f"difference:new:{study}"
    st.caption(T("difference.brought_hint"))
    filled = form(desk, specs(), key, _begin(desk, id, study), T("difference.make"), why="optional", columns=3,
                  act="difference.make")  # fmt: skip
    if filled:
        with shown_errors(key):
            made = differences.make(desk, id, study, filled.values, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("difference.made", number=made.number)


def _begin(desk: Desk, id: Id, study: Id) -> dict[str, object]:
    """What the card tells: why, by which curriculum."""
    mine = next(s for s in students.card(desk, id, look=False).studies if s.id == study)
    grounds = {StudyStatus.expelled: DifferenceGround.reinstatement, StudyStatus.academic_leave: DifferenceGround.back}
    own = curricula.of_study(desk.store, plain(mine))
    ground = grounds.get(mine.status, DifferenceGround.transfer_in)
    return {"ground": ground.value, **({"curriculum": plain(own.ref())} if own else {})}


def edit(desk: Desk, doc: Difference) -> None:
    """Change what is compared of a draft."""
    if not desk.may("difference.edit") or doc.status is not DifferenceStatus.draft:
        return
    with st.expander(T("difference.edit"), icon=":material/edit:"):
        st.caption(T("difference.brought_hint"))
        fields, key = specs(), f"difference:{doc.id}"
        filled = form(desk, fields, key, flat(fields, doc), why="optional", revision=doc.revision, columns=3,
                      act="difference.edit")  # fmt: skip
        if filled:
            with shown_errors(key):
                differences.edit(desk, doc.id, filled.revision, filled.changed, filled.why)
                done("common.saved")


__all__ = ["draw_up", "edit", "specs"]
