"""Lists side by side: choose people in one, press once, and they are in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core import grouping
from core.desk import Desk, Why
from core.grouping import Seat
from core.i18n import order_key
from core.ui.forms import command
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.section import Member, Section

NOWHERE = ""  # the list of who is not placed yet


def exchange(desk: Desk, sections: Sequence[Section], waiting: Sequence[Seat], groups: Mapping[Id, str]) -> None:
    """Two lists of one kind of class of a discipline, and the press that moves people between them.

    waiting: who is registered and not placed. groups: the administrative group of a study.
    """
    kinds = sorted({s.kind for s in sections}, key=lambda k: k.value)
    if not kinds:
        return
    st.subheader(T("sections.exchange"), anchor=False)
    kind = kinds[0]
    if len(kinds) > 1:
        kind = st.segmented_control(
            T("sections.col_kind"), kinds, default=kinds[0], required=True, key="sections.kind",
            format_func=lambda k: k.label(lang()), label_visibility="collapsed",
        ) or kind  # fmt: skip
    of = {s.id: s for s in sections if s.kind is kind}
    placed = {m.study for s in of.values() for m in s.members}
    free = [s.member() for s in waiting if s.study not in placed]
    here, there = st.columns(2)
    sources = [NOWHERE, *of] if free else list(of)
    with here:
        source = _choice(of, "sections.from", sources, len(free), 0) or NOWHERE
    with there:
        targets = [i for i in of if i != source]
        target = _choice(of, "sections.to", targets, 0, 0)
    members = free if source == NOWHERE and free else of[source].members if source in of else []
    if target and (desk.may("section.edit") and members):
        _press(desk, of.get(source), of[target], members, groups)
    here, there = st.columns(2)  # the press stands between the names of the lists and the lists
    with here:
        _list(members, groups)
    with there:
        _list(of[target].members if target else [], groups)


def _choice(of: Mapping[Id, Section], key: str, ids: Sequence[Id], waiting: int, index: int) -> Id | None:
    names = {i: f"{s.code} · {size(s)}" for i, s in of.items()} | {NOWHERE: T("sections.waiting", n=waiting)}
    if not ids:
        st.caption(T("sections.no_other"))
        return None
    found: Id | None = st.selectbox(
        T(key), ids, index=index, format_func=lambda i: names.get(i, i), key=f"{key}:{hash(tuple(ids))}"
    )
    if found and found in of:
        limits(of[found])
    return found


def size(section: Section) -> str:
    """How many sit in it of how many: «24 / 30»."""
    return f"{len(section.members)} / {section.capacity}" if section.capacity else str(len(section.members))


def limits(section: Section) -> None:
    """A word where a section is too small or full."""
    if section.least and len(section.members) < section.least:
        st.markdown(f":orange[:material/warning: {T('sections.below', least=section.least)}]")
    elif section.capacity and len(section.members) >= section.capacity:
        st.markdown(f":gray[:material/block: {T('sections.full', most=section.capacity)}]")


def _press(
    desk: Desk, source: Section | None, target: Section, members: Sequence[Member], groups: Mapping[Id, str]
) -> None:  # fmt: skip
    """Whole groups by one click, single people by name; then the one press."""
    key = f"sections.move:{source.id if source else NOWHERE}"
    n = st.session_state.setdefault(f"{key}!n", 0)
    counted = Counter(groups.get(m.study, "") for m in members)
    names = {m.student.id: f"{m.student.label.kk} · {groups.get(m.study, '') or m.number}" for m in members}
    chosen_groups: list[str] = []
    if len([g for g in counted if g]) > 1:
        chosen_groups = st.pills(
            T("sections.whole_groups"), sorted(g for g in counted if g), selection_mode="multi",
            format_func=lambda g: f"{g} · {counted[g]}", key=f"{key}:groups:{n}",
        )  # fmt: skip
    people = st.multiselect(
        T("sections.people"), list(names), format_func=lambda i: names.get(i, i), key=f"{key}:people:{n}",
        placeholder=T("sections.people_hint"),
    )  # fmt: skip
    wanted = {m.student.id for m in members if m.student.id in people or groups.get(m.study, "") in chosen_groups}
    label = T("sections.move", n=len(wanted), code=safe(target.code))
    # What is sent is what was drawn: revisions read at the press would hide that somebody was quicker.
    seen = {s.id: s.revision for s in (source, target) if s}
    pairs = [(m.student.id, m.study) for m in members if m.student.id in wanted]
    st.button(
        label, type="primary", icon=":material/arrow_forward:", disabled=not wanted, key=f"{key}:go",
        on_click=_pressed, args=(key, source.id if source else NOWHERE, target.id, pairs, seen),
    )  # fmt: skip
    if sent := st.session_state.pop(f"{key}!go", None):
        _send(desk, key, target.code, *sent)


def _pressed(key: str, *sent: object) -> None:
    st.session_state[f"{key}!go"] = sent


def _send(
    desk: Desk, key: str, code: str, source: Id, target: Id, who: list[tuple[Id, Id]], seen: dict[Id, int]
) -> None:  # fmt: skip
    open_act(key)
    why = Why(command=command(key))
    with shown_errors():
        if source == NOWHERE:
            grouping.enlist(desk, target, seen[target], who, why)
        else:
            grouping.move(desk, source, target, sorted(s for s, _ in who), seen, why)
        done("sections.moved", n=len(who), code=code)


def _list(members: Sequence[Member], groups: Mapping[Id, str]) -> None:
    if not members:
        st.caption(T("references.members_none"))
        return
    found = sorted(members, key=lambda m: order_key(m.student.label.kk))
    rows = [[str(n), m.student.label.kk, m.number, groups.get(m.study, "")] for n, m in enumerate(found, 1)]
    plain_table(["№", T("sections.col_name"), T("sections.col_number"), T("sections.col_group")], rows, right=(0,),
                widths=(44, 216, 112, 168))  # fmt: skip
