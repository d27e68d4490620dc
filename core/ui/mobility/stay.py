"""One stay on the screen: what it is, its agreement with where each discipline stands, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core import mobility
from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.fields import described
from core.registration import NotRegistered
from core.ui.forms import asked
from core.ui.looks import opened
from core.ui.messages import sentence, shown_errors
from core.ui.mobility import drawing
from core.ui.mobility.recognising import recognise
from core.ui.page import T, done, go, lang
from core.ui.registration.groups import words
from core.ui.style import badge, facts, safe, shown, word_of
from core.ui.tables import plain_table
from schemas.base import Id, Ref
from schemas.mobility import Mobility, MobilityLine, MobilityState, MobilityWay
from schemas.study_plan import PlanLine
from schemas.words import ResultState

COLOURS: dict[MobilityState, Any] = {
    MobilityState.planned: "blue", MobilityState.running: "orange", MobilityState.recognised: "green",
    MobilityState.finished: "green", MobilityState.cancelled: "gray",
}  # fmt: skip
FACTS = ("country", "agreement", "term", "starts", "ends", "scale", "transcript")


def one(desk: Desk, id: Id) -> None:
    """Draw the stay with what may be done."""
    try:
        stay = mobility.get(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    opened(desk, "mobility", "mobilities", id, stay.label().kk, stay.student.id)
    st.title(safe(f"{stay.number} · {stay.student.label.get(lang())}"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(stay.state, COLOURS[stay.state])
        badge(stay.way, "violet")
        st.markdown(f"**{safe(stay.partner)}**", width="content")
        go("pages/student.py", "records.open_card", key=f"card:{id}", id=stay.student.id)
    found = [(n, getattr(stay, n)) for n in FACTS]
    facts([(described(Mobility, n).label(lang()), _word(v)) for n, v in found if v])
    _agreement(desk, stay)
    with shown_errors():
        _steps(desk, stay)
    recognise(desk, stay)
    drawing.edit(desk, stay)


def _word(value: Any) -> str:
    return value.label.get(lang()) if isinstance(value, Ref) else shown(value)


def _agreement(desk: Desk, stay: Mobility) -> None:
    st.subheader(described(Mobility, "lines").label(lang()), anchor=False)
    if not stay.lines:
        st.caption(T("mobility.no_lines"))
        return
    planned, earned = _planned(desk, stay), mobility.earned_here(desk, stay)
    results = {r["id"]: r for r in earned}
    here = {r["discipline"]["id"]: r for r in earned}
    heads = ("theirs", "their_credits", "ours", "credits", "in_plan", "grade", "outcome")
    rows = [
        [x.theirs, shown(x.their_credits), x.discipline.label.get(lang()) if x.discipline else "—",
         shown(x.credits) if x.discipline else "—", _plan_word(planned.get(x.id)),
         x.grade or "—", _outcome(stay, x, results, here)]
        for x in stay.lines
    ]  # fmt: skip
    plain_table([T(f"mobility.{h}") for h in heads], rows, right=(1, 3))
    theirs = sum(x.their_credits for x in stay.lines)
    ours = sum(x.credits for x in stay.lines if x.discipline)
    gained = sum(x.credits for x in stay.lines if x.recognised)
    st.caption(T("mobility.sums", theirs=shown(theirs), ours=shown(ours), recognised=shown(gained)))


def _planned(desk: Desk, stay: Mobility) -> dict[Id, PlanLine]:
    return mobility.in_plan(desk, stay) if stay.way is MobilityWay.out and desk.may("plan.read") else {}


def _plan_word(line: PlanLine | None) -> str:
    return f"{line.state.label(lang())} ({line.reason.label(lang()).lower()})" if line else "—"


def _outcome(stay: Mobility, line: MobilityLine, results: Mapping[Id, Row], here: Mapping[Id, Row]) -> str:
    if stay.way is MobilityWay.into:
        row = here.get(line.discipline.id) if line.discipline else None
        return f"{row['letter']} · {word_of(ResultState, row['state']).label(lang())}" if row else "—"
    if not line.recognised:
        return "—"
    row = results.get(line.result)
    return T("mobility.recognised_by", letter=row["letter"] if row else "•", protocol=line.protocol)


def _steps(desk: Desk, stay: Mobility) -> None:
    """The buttons of the states."""
    live = stay.state in (MobilityState.planned, MobilityState.running)
    out = stay.way is MobilityWay.out
    if not live or not desk.may("mobility.edit"):
        return
    begin = put = end = off = None
    with st.container(horizontal=True, vertical_alignment="center"):
        if out and desk.may("plan.choose"):
            put = asked("mobility.choose", "optional", icon=":material/playlist_add:", name=stay.id,
                        hint="mobility.choose_hint", act="plan.choose")  # fmt: skip
        if stay.state is MobilityState.planned:
            begin = asked("mobility.start", "optional", "primary", ":material/flight_takeoff:", stay.id,
                          act="mobility.start")  # fmt: skip
        elif not out or any(x.recognised for x in stay.lines):
            end = asked("mobility.finish", "optional", icon=":material/flight_land:", name=stay.id,
                        hint="mobility.finish_hint", act="mobility.finish")  # fmt: skip
        off = asked("mobility.cancel", icon=":material/block:", name=stay.id, hint="mobility.cancel_hint",
                    act="mobility.cancel")  # fmt: skip
        if out:
            to_plan(desk, stay)
    if put:
        try:
            mobility.choose(desk, stay.id, stay.revision, put)
        except NotRegistered as no:
            st.error("\n".join(f"- {safe(words(b))}" for b in no.breaches), icon=":material/error:")
            st.caption(T("mobility.forced_there"))
        else:
            done("mobility.chosen")
    if begin:
        mobility.start(desk, stay.id, stay.revision, begin)
        done("mobility.started")
    if end:
        mobility.finish(desk, stay.id, stay.revision, end)
        done("mobility.finished")
    if off:
        mobility.cancel(desk, stay.id, stay.revision, off)
        done("mobility.cancelled")


def to_plan(desk: Desk, stay: Mobility) -> None:
    """The way to the plan of the year, where there is one."""
    plan = mobility.plan_of(desk, stay) if desk.may("plan.read") else None
    if plan:
        go("pages/study_plan.py", "mobility.to_plan", key=f"plan:{stay.id}", plan=plan.id)


__all__ = ["COLOURS", "one"]
