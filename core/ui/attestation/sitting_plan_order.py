"""The order of performance: read by everybody; arranged by up, down or a typed place, kept by one act."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.attestation import sittings
from core.attestation.sittings import reading
from core.attestation.sittings.rules import length, moved, times
from core.busy import clock_of, minutes_of
from core.desk import Desk
from core.ui.attestation.sitting_plan_parts import room_of, said_day
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.tables import plain_table
from schemas.attestation import Candidacy, Commission, Presented, Sitting, SittingStatus
from schemas.base import Id


def order(desk: Desk, sitting: Sitting, of: Commission | None, edits: bool) -> None:
    """The order with its times; below it, for who plans, the way to change it."""
    st.subheader(T("sittings.order"), anchor=False)
    them = reading.of_sitting(desk, sitting)
    held = [s.candidacy for s in sitting.slots]
    mine = f"sitting:{sitting.id}:order"
    ready: dict[Id, Candidacy] = {}
    if edits and of is not None:
        waiting = reading.waiting(desk, of, sitting.form)
        ready = {w.candidacy.id: w.candidacy for w in waiting if not w.key}
    all_ = {**ready, **them}
    revision, now = st.session_state.get(mine, (sitting.revision, held))
    if revision != sitting.revision or any(i not in all_ for i in now):
        now = held
        st.session_state.pop(mine, None)
    if now:
        _table(sitting, now, all_)
    else:
        st.caption(T("sittings.order_empty"))
    if edits:
        _arrange(sitting, now, all_, mine)
        if now != held:
            _keep(desk, sitting, now, mine)
        elif held:
            _move(desk, sitting, all_)


def _table(sitting: Sitting, now: list[Id], all_: Mapping[Id, Candidacy]) -> None:
    lengths = [length(sitting.minutes, all_[i].presented.minutes) for i in now]
    if now == [s.candidacy for s in sitting.slots]:
        starts, lengths = [s.starts for s in sitting.slots], [s.minutes for s in sitting.slots]
    else:
        starts = [clock_of(t) for t in times(minutes_of(sitting.starts), lengths, sitting.pause)]
    rows = [
        [str(n), at, all_[i].student.label.get(lang()), all_[i].group, what(all_[i].presented), str(m),
         _ref(all_[i].presented.supervisor), _ref(all_[i].presented.accompanist)]
        for n, (i, at, m) in enumerate(zip(now, starts, lengths, strict=True), 1)
    ]  # fmt: skip
    words = ("place", "time", "student", "group", "presents", "minutes", "supervisor", "accompanist")
    plain_table([T(f"sittings.head.{w}") for w in words], rows, (0, 5), (50, 70))


def what(presented: Presented) -> str:
    """What is presented, in a line: works, or the topic."""
    works = "; ".join(f"{w.composer} {w.title}".strip() for w in presented.works)
    return works or (presented.topic.get(lang()) if presented.topic else "—")


def _ref(ref: object) -> str:
    label = getattr(ref, "label", None)
    return label.get(lang()) if label else "—"


def _arrange(sitting: Sitting, now: list[Id], all_: Mapping[Id, Candidacy], mine: str) -> None:
    """One line of buttons: whom, up, down, to a place, out; or who waits, added to the end."""

    def name(i: Id) -> str:
        return all_[i].student.label.get(lang()) if i in all_ else i

    def put(new: list[Id]) -> None:
        st.session_state[mine] = (sitting.revision, new)

    rest = [i for i in all_ if i not in now]
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"arrange-{sitting.id}"):
        if now:
            who = st.selectbox(T("sittings.order_who"), now, key=f"v:{mine}:who", format_func=name, width=300)
            at = now.index(who) + 1 if who in now else 1
            st.button(T("sittings.order_up"), icon=":material/arrow_upward:", key=f"{mine}:up", disabled=at == 1,
                      on_click=lambda: put(moved(now, who, at - 1)))  # fmt: skip
            st.button(T("sittings.order_down"), icon=":material/arrow_downward:", key=f"{mine}:down",
                      disabled=at == len(now), on_click=lambda: put(moved(now, who, at + 1)))  # fmt: skip
            st.number_input(
                T("sittings.order_place"), 1, len(now), at, key=f"{mine}:place:{who}:{at}:{len(now)}", width=130,
                on_change=lambda: put(moved(now, who, int(st.session_state[f"{mine}:place:{who}:{at}:{len(now)}"]))),
            )  # fmt: skip
            st.button(T("sittings.order_out"), icon=":material/person_remove:", key=f"{mine}:out",
                      on_click=lambda: put([i for i in now if i != who]))  # fmt: skip
    if rest:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            more = st.selectbox(
                T("sittings.waits", n=len(rest)), rest, key=f"v:{mine}:more", format_func=name, width=300
            )
            st.button(T("sittings.order_add"), icon=":material/person_add:", key=f"{mine}:add",
                      on_click=lambda: put([*now, more]), disabled=more is None)  # fmt: skip


def _keep(desk: Desk, sitting: Sitting, now: list[Id], mine: str) -> None:
    out = sitting.status is SittingStatus.published
    st.warning(T("sittings.order_typed"), icon=":material/edit_note:")
    with st.container(horizontal=True):
        why = asked("sittings.order_keep", need="required" if out else "optional", type="primary",
                    icon=":material/check:", name=sitting.id, act="sitting.arrange",
                    hint="sittings.published_hint" if out else None)  # fmt: skip
        st.button(T("sittings.order_reset"), icon=":material/undo:", key=f"{mine}:reset",
                  on_click=lambda: st.session_state.pop(mine, None))  # fmt: skip
    if why:
        with shown_errors():
            sittings.arrange(desk, sitting.id, sitting.revision, now, why)
            st.session_state.pop(mine, None)
            done("sittings.order_kept")


def _move(desk: Desk, sitting: Sitting, all_: Mapping[Id, Candidacy]) -> None:
    """A graduate moved to the end of another sitting of the commission."""
    others = {s.id: s for s in reading.siblings(desk, sitting)}
    if not others:
        return
    names = {i: f"{said_day(s)} {s.starts}, {room_of(s)} ({len(s.slots)})" for i, s in others.items()}
    with st.expander(T("sittings.move"), icon=":material/move_item:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.selectbox(
                T("sittings.order_who"), [s.candidacy for s in sitting.slots], key=f"v:move:{sitting.id}:who",
                format_func=lambda i: all_[i].student.label.get(lang()) if i in all_ else i, width=300,
            )  # fmt: skip
            to = st.selectbox(T("sittings.move_to"), list(others), key=f"v:move:{sitting.id}:to", width=420,
                              format_func=lambda i: names.get(i, i))  # fmt: skip
            out = SittingStatus.published in (sitting.status, others[to].status)
            why = asked("sittings.move", need="required" if out else "optional", icon=":material/move_item:",
                        name=sitting.id, act="sitting.move")  # fmt: skip
        if why and who:
            with shown_errors():
                sittings.move(desk, sitting.id, sitting.revision, who, to, why)
                done("sittings.moved")
