"""Leaves on the screen: by where they stand, with the order that comes next started for those chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from core import house, orders
from core.desk import Desk
from core.i18n import order_key
from core.orders import leaves
from core.orders.leaves import DRAFT, DUE, Leave, LeaveState
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, empty, forget_act, lang, tell
from core.ui.progress.chooser import pick
from core.ui.style import safe, shown
from core.ui.tables.canvas import table_drawn
from core.ui.tables.cells import TALL
from schemas.kinds import Sort
from schemas.words import StudyStatus

ADDRESS = ("state", "ground", "study", "until")
NAMED = 5
# Of the columns, in pixels: what is to be done stands in sight on a small screen.
WIDE = {"number": 70, "name": 170, "until": 95, "days": 80, "state": 105, "next": 165, "ground": 195}


def screen(desk: Desk) -> None:
    """The whole page."""
    found = leaves.on_leave(desk)
    if not found:
        empty("leaves.none")
        return
    rows = _narrowed(found)
    st.caption(T("leaves.settings"))
    if not rows:
        st.markdown(f":material/inbox: {T('leaves.none_here')}")
        return
    chosen = _table(rows, desk.may(DRAFT))
    if desk.may(DRAFT):
        _next(desk, chosen)


def _narrowed(found: Sequence[Leave]) -> list[Leave]:
    counts = {s.value: sum(x.state is s for x in found) for s in LeaveState}
    names = {s.value: T("leaves.of_state", state=s.label(lang()), n=counts[s.value]) for s in LeaveState}
    names["all"] = T("leaves.all", n=len(found))
    states = [*(s.value for s in LeaveState if counts[s.value]), "all"]
    one = next((x for x in found if x.study == st.query_params.get("study")), None)
    usual = one.state.value if one else next((s.value for s in DUE if counts[s.value]), "all")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = pick("state", states, lambda s: names[s], 420, usual, False, "leaves") or "all"
        grounds = sorted({x.ground for x in found if x.ground}, key=lambda g: order_key(ground(g)))
        only = pick("ground", grounds, ground, 420, area="leaves")
    return [x for x in found if state in ("all", x.state.value) and only in (None, x.ground)]


def ground(code: str) -> str:
    """What a ground is called."""
    kind = house.current().sorts.get(Sort.leave_ground, {}).get(code)
    return kind.name.get(lang()) if kind else code or "—"


def _days(leave: Leave) -> str:
    if leave.days is None:
        return "—"
    return T("leaves.days_left", n=leave.days) if leave.days >= 0 else T("leaves.days_over", n=-leave.days)


def _table(rows: Sequence[Leave], choosing: bool) -> list[Leave]:
    """The table; whom of it the user has chosen (whom the address names, where nobody)."""
    targets = {w.target: w.name.get(lang()) for w in reversed(leaves.ways())}
    columns = {
        "number": [x.number for x in rows], "name": [x.name.get(lang()) for x in rows],
        "until": [shown(x.until) for x in rows], "days": [_days(x) for x in rows],
        "state": [x.state.label(lang()) for x in rows],
        "next": [x.order.label.get(lang()) if x.order else _proposed(x, targets) for x in rows],
        "ground": [ground(x.ground) for x in rows],
    }  # fmt: skip
    heads = {n: T(f"leaves.{n}") for n in columns}
    drawn: Any = table_drawn(
        {heads[n]: values for n, values in columns.items()}, hide_index=True, width="stretch",
        key=f"leaves:{hash(tuple(x.study for x in rows))}", on_select="rerun" if choosing else "ignore",
        selection_mode="multi-row", height="content" if len(rows) <= 10 else 758, row_height=TALL,
        column_config={heads[n]: st.column_config.TextColumn(heads[n], width=WIDE[n]) for n in columns},
    )  # fmt: skip
    if not choosing:
        return []
    places = [n for n in drawn.selection.rows if n < len(rows)]
    return [rows[n] for n in places] or [x for x in rows if x.study == st.query_params.get("study")]


def _proposed(leave: Leave, targets: dict[StudyStatus, str]) -> str:
    return targets.get(leave.next, "—") if leave.state in DUE else "—"


def _next(desk: Desk, chosen: Sequence[Leave]) -> None:
    """The order that comes next, drafted for those chosen."""
    ways = leaves.ways()
    if not ways:
        st.info(T("leaves.no_ways"), icon=":material/info:")
        return
    if not chosen:
        st.caption(T("leaves.choose"))
        return
    st.markdown(f"**{T('leaves.chosen', n=len(chosen))}**: {safe(', '.join(_names(chosen)))}")
    if busy := [x for x in chosen if x.order]:
        st.warning(T("leaves.in_order", names=", ".join(_names(busy))), icon=":material/pending:")
    usual = next((w.code for w in ways if w.target is chosen[0].next), ways[0].code)
    names = {w.code: w.name.get(lang()) for w in ways}
    key = f"{usual}:{len(chosen)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(T("leaves.kind"), list(names), index=list(names).index(usual), key=f"v:leaves.kind:{key}",
                            format_func=lambda c: names.get(c, str(c)), width=420)  # fmt: skip
        day = st.date_input(T("leaves.effective"), desk.today(), key="v:leaves.day", format="DD.MM.YYYY", width=160)
        why = asked("leaves.draft", "optional", "primary", ":material/edit_document:", act="order.draft",
                    disabled=not isinstance(day, date))  # fmt: skip
    if why and code and isinstance(day, date):
        made = None
        with shown_errors():
            made = orders.draft(desk, code, day, [(x.student, x.study) for x in chosen], why)
        if made:
            forget_act("ask:leaves.draft")
            tell("leaves.drafted", order=made.label().get(lang()), n=made.count)
            if "order" in st.session_state.get("_pages", ()):
                st.switch_page("pages/order.py", query_params={"id": made.id})
            st.rerun()


def _names(found: Sequence[Leave]) -> list[str]:
    said = [x.name.get(lang()) for x in found[:NAMED]]
    return [*said, *(["…"] if len(found) > NAMED else [])]
