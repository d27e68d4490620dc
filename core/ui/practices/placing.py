"""Placing students: whom, where, with whom; the places left at each base and the load of supervisors beside."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.desk import Desk
from core.fields import described
from core.practices import bases, reading
from core.practices import placing as acts
from core.practices.reading import Seen
from core.practices.rules import contract_for
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.practice import Place, Placement, PracticeState

WHOM = ("unplaced", "all")


def draw(desk: Desk, of: Seen) -> None:
    """The form that places many alike by one act."""
    st.caption(T("practices.placing_hint"))
    chosen = whom(of, "placing", [p.id for p in of.students if not p.placed])
    key = f"placing:{of.practice.id}"
    specs = [described(Place, n) for n in acts.FIELDS]
    filled = form(desk, specs, key, {}, T("practices.place"), why="optional", act="practice.place")
    if filled:
        with shown_errors(key):
            acts.place(desk, of.practice.id, of.practice.revision, chosen, filled.values, filled.why)
            done("practices.were_placed", n=len(chosen))
    _room(desk, of)
    _load(desk, of)


def whom(of: Seen, name: str, first: list[Id], among: Sequence[Placement] | None = None) -> list[Id]:
    """Which students of a practice an act is for: those who lack it, all, or by name; among: of these alone."""
    every = of.students if among is None else among
    here = {p.id: p.student.label.get(lang()) for p in every if p.status is PracticeState.open}
    words = {w: T(f"practices.whom_{w}") for w in WHOM}
    mark = f"{name}:{of.practice.id}"
    st.session_state.setdefault(f"v:{mark}:whom", WHOM[0])
    choice = st.segmented_control(T("practices.whom"), WHOM, required=True, key=f"v:{mark}:whom",
                                  format_func=lambda w: words[w])  # fmt: skip
    start = first if choice == "unplaced" else list(here)
    found: list[Id] = st.multiselect(
        T("practices.students"), list(here), default=[i for i in start if i in here],
        key=f"v:{mark}:{choice}:{of.practice.revision}", format_func=lambda i: here.get(i, str(i)),
    )  # fmt: skip
    return found


def _room(desk: Desk, of: Seen) -> None:
    """Bases with a contract for these days, and how many places are left."""
    p = of.practice
    rows = []
    for base in bases.listed(desk):
        if base.own:
            rows.append([base.name.get(lang()), T("practices.own_base"), "—", "—"])
        elif (c := contract_for(base, p.starts, p.ends, None)) or base.contracts:
            c = c or max(base.contracts, key=lambda c: c.until)
            left = c.places - c.used.get(str(p.year), 0) if c.places else "∞"
            rows.append([base.name.get(lang()), c.number, f"{shown(c.starts)} – {shown(c.until)}", str(left)])
        else:
            rows.append([base.name.get(lang()), T("practices.without_contract"), "—", "—"])
    with st.expander(T("practices.room"), icon=":material/apartment:"):
        if rows:
            heads = ("base", "contract", "valid", "left_places")
            plain_table([T(f"practices.head_{h}") for h in heads], rows, right=(3,), widths=(380, 160, 220, 130))
        else:
            st.caption(T("practices.no_bases"))


def _load(desk: Desk, of: Seen) -> None:
    """How many students each supervisor has this year, against what the kind lets."""
    every = reading.loads(desk, of.practice.year)
    mine = {p.place.supervisor.id: p.place.supervisor.label.get(lang()) for p in of.students if p.place.supervisor}
    here = {i: sum(p.place.supervisor is not None and p.place.supervisor.id == i for p in of.students) for i in mine}
    over = [mine[i] for i, n in here.items() if of.kind.each and n > of.kind.each]
    if over:
        st.warning(T("practices.overloaded", names=", ".join(over), n=of.kind.each), icon=":material/groups:")
    if mine:
        with st.expander(T("practices.loads"), icon=":material/supervisor_account:"):
            heads = [T(f"practices.head_{h}") for h in ("supervisor", "here", "year")]
            plain_table(
                heads, [[mine[i], here[i], every.get(i, 0)] for i in mine], right=(1, 2), widths=(320, 140, 140)
            )
