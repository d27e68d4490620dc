"""Who studies in a section: the list, added by group or by search, taken out with a reason."""

from __future__ import annotations

import streamlit as st

from core import grouping, students
from core.desk import Desk
from core.grouping import paper
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty
from core.ui.tables import plain_table
from schemas.base import Id, Ref
from schemas.section import Section


def members(desk: Desk, section: Section) -> None:
    """Draw the members of a section and the ways to change them."""
    st.subheader(T("references.members"), anchor=False)
    if section.members:
        groups = paper.groups_of(desk, [section])
        rows = [
            [str(n), m.student.label.kk, m.number, groups.get(m.study, "")] for n, m in enumerate(section.members, 1)
        ]  # fmt: skip
        heads = ["№", *(T(f"sections.col_{h}") for h in ("name", "number", "group"))]
        plain_table(heads, rows, right=(0,), widths=(48, 420, 180, 180))
    else:
        empty("references.members_none")
    if not desk.may("section.edit"):
        return
    with st.expander(T("references.members_add"), icon=":material/group_add:"):
        found = _candidates(desk, section)
        if found:
            _add(desk, section, found)
    if section.members:
        with st.expander(T("references.members_take_out"), icon=":material/group_remove:"):
            _take_out(desk, section)


def _candidates(desk: Desk, section: Section) -> list[tuple[Id, Id, Ref, str]]:
    left, right = st.columns(2)
    group = left.text_input(T("references.members_by_group"), value=section.group, key=f"group:{section.id}")
    text = right.text_input(T("references.members_by_search"), key=f"who:{section.id}", icon=":material/search:")
    found: list[tuple[Id, Id, Ref, str]] = []
    if (text or "").strip():
        ids = [r["_id"] for r in students.listed(desk, text, size=20)]
        found = grouping.candidates(desk, ids=ids)
    elif (group or "").strip():
        found = grouping.candidates(desk, group=group.strip())
    there = {m.student.id for m in section.members}
    return [c for c in found if c[0] not in there]


def _add(desk: Desk, section: Section, found: list[tuple[Id, Id, Ref, str]]) -> None:
    names = {c[0]: f"{c[2].label.kk} · {c[3]}" for c in found}
    every = list(names) if len(found) > 1 and not st.session_state.get(f"who:{section.id}") else []
    chosen = st.multiselect(
        T("references.members_found"), list(names), default=every, format_func=lambda i: names.get(i, str(i)),
        key=f"add:{section.id}:{hash(tuple(names))}",
    )  # fmt: skip
    why = asked("references.members_add", need="optional", type="primary", name=section.id, disabled=not chosen)
    if why:
        with shown_errors():
            pairs = [(c[0], c[1]) for c in found if c[0] in chosen]
            grouping.enlist(desk, section.id, section.revision, pairs, why)
            done("references.members_added")


def _take_out(desk: Desk, section: Section) -> None:
    names = {m.student.id: f"{m.student.label.kk} · {m.number}" for m in section.members}
    chosen = st.multiselect(
        T("references.members_whom"),
        list(names),
        format_func=lambda i: names.get(i, str(i)),
        key=f"out:{section.id}",
    )
    why = asked("references.members_take_out", name=section.id, disabled=not chosen)
    if why:
        with shown_errors():
            grouping.delist(desk, section.id, section.revision, chosen, why)
            done("references.members_taken_out")
