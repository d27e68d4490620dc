"""The proposal of sittings: what it is asked by, what it would make day by day, who is left, its acceptance."""

from __future__ import annotations

import streamlit as st

from core.attestation import sittings
from core.attestation.sittings import reading
from core.attestation.sittings.proposing import Proposal
from core.busy import clock_of
from core.desk import Desk
from core.fields import describe
from core.i18n import date_short, weekday_name
from core.ui.attestation.sitting_plan import not_yet
from core.ui.attestation.sitting_plan_parts import heard_by
from core.ui.forms import asked, form, made
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics
from core.ui.tables import plain_table
from schemas.attestation.sitting import Sharing

SHOWN = 300


def propose(desk: Desk, year: int) -> None:
    """The whole tab: the form asks, what it would make is shown, one press keeps it."""
    chosen = heard_by(desk, year, "sittings.propose")
    if chosen is None:
        return
    of, kind = chosen
    waiting = reading.waiting(desk, of, kind)
    n = sum(not w.key for w in waiting)
    not_yet(waiting)
    if not n:
        st.info(T("sittings.waits", n=0) if waiting else T("sittings.nobody_waits"), icon=":material/check:")
        return
    st.caption(T("sittings.propose_hint", n=n))
    key = f"sharing:{of.id}:{kind}"
    fresh = Sharing.model_construct()
    first = {s.path: getattr(fresh, s.path, None) for s in describe(Sharing)} | reading.usual(desk, of, kind)
    filled = form(desk, describe(Sharing), key, first, T("sittings.propose"), columns=3)
    held = f"{key}!found"
    if filled:
        with shown_errors(key):
            asked_by = made(Sharing, filled.values)
            st.session_state[held] = (asked_by.pause, reading.proposal(desk, of, kind, asked_by))
    if held not in st.session_state:
        return
    pause, found = st.session_state[held]
    _told(found)
    if not found.sittings:
        return
    why = asked("sittings.accept", need="optional", type="primary", icon=":material/playlist_add_check:", name=key,
                hint="sittings.accept_hint")  # fmt: skip
    if why:
        with shown_errors():
            many = sittings.accept(desk, of.id, kind, pause, found, why)
            del st.session_state[held]
            done("sittings.accepted", n=many)


def _told(found: Proposal) -> None:
    metrics([
        (T("sittings.sum_sittings"), len(found.sittings), None),
        (T("sittings.sum_days"), len({s.day for s in found.sittings}), None),
        (T("sittings.sum_placed"), sum(len(s.places) for s in found.sittings), None),
        (T("sittings.sum_left"), len(found.left), T("sittings.left_no_time")),
    ])  # fmt: skip
    rows = [
        [f"{date_short(s.day)}, {weekday_name(s.day.weekday(), lang(), short=True)}",
         f"{clock_of(p.starts)}–{clock_of(p.starts + p.wanted.minutes)}", s.room.label.get(lang()), str(n),
         p.wanted.name.get(lang())]
        for s in found.sittings for n, p in enumerate(s.places, 1)
    ]  # fmt: skip
    words = ("day", "time", "room", "place", "student")
    plain_table([T(f"sittings.head.{w}") for w in words], rows[:SHOWN], (3,))
    if len(rows) > SHOWN:
        st.caption(T("timetable.clashes_first", n=SHOWN))
    if found.left:
        st.subheader(T("sittings.left"), anchor=False)
        st.caption(T("sittings.left_no_time"))
        plain_table([T("sittings.head.student")], [[w.name.get(lang())] for w in found.left[:SHOWN]])
